# Sourced by the other scripts: where the built gateway is, and how it is built.
find_gateway() {
  gateway=$(echo "$root"/distribution/target/smartpole-*/smartpole-*)
}

# Is anything that the gateway is made of newer than its archive? The files in it all bear the date of the release.
outdated() {
  archive=$(echo "$root"/distribution/target/smartpole-*.tar.gz)
  [ ! -f "$archive" ] || [ ! -x "$gateway/bin/smartpole" ] || [ -n "$(find "$root/pom.xml" "$root/bundles" \
    "$root/features" "$root/distribution" "$root/hardware-profiles" -name target -prune -o -type f -newer "$archive" \
    -print | head -n 1)" ]
}

# Builds without tests, if there is something to build; two terminals do it one after the other.
build_if_needed() {
  find_gateway
  outdated || return 0
  command -v mvn >/dev/null || { echo "Maven is needed to build the gateway: apt-get install maven" >&2; exit 1; }
  exec 9<"$root/pom.xml"
  flock 9
  find_gateway
  if outdated; then
    echo "Building the gateway; the first time takes some minutes, since Maven fetches the libraries ..." >&2
    mvn -q -Dstyle.color=never -f "$root/pom.xml" -DskipTests package >&2 || exit 1
    find_gateway
  fi
  exec 9<&-
}
