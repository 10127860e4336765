# Sourced by the other scripts: where the built gateway is, and how it is built.
gateway=$(echo "$root"/distribution/target/smartpole-*/smartpole-*)

# Builds without tests, unless the gateway is there and newer than everything that it is made of.
build_if_needed() {
  changed=yes
  if [ -x "$gateway/bin/smartpole" ]; then
    changed=$(find "$root/pom.xml" "$root/bundles" "$root/features" "$root/distribution" "$root/hardware-profiles" \
      -name target -prune -o -type f -newer "$gateway/bin" -print | head -n 1)
  fi
  [ -z "$changed" ] && return
  command -v mvn >/dev/null || { echo "Maven is needed to build the gateway: apt-get install maven" >&2; exit 1; }
  echo "Building the gateway; the first time takes some minutes, since Maven fetches the libraries ..." >&2
  mvn -q -f "$root/pom.xml" -DskipTests package >&2 || exit 1
  gateway=$(echo "$root"/distribution/target/smartpole-*/smartpole-*)
}
