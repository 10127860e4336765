package io.smartpole.identity;

import io.smartpole.core.keys.KeyId;
import io.smartpole.core.keys.Role;
import io.smartpole.core.keys.TrustedKey;
import io.smartpole.formats.cose.FormatException;
import io.smartpole.formats.downlink.TrustDocument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a trust document may say, and what one that the root key did not sign may change. Pure. */
final class TrustRules {

    /**
     * A key of role identity may raise the revision by so much at most. Otherwise a stolen one could take the highest
     * number there is, and the root key could never answer.
     */
    static final long LONGEST_LEAP = 1_000_000;

    private static final int LONGEST_NAME = 64;

    private TrustRules() {}

    /** @throws FormatException if it names a key twice, without role or name, or names the root key */
    static TrustDocument checked(TrustDocument document, KeyId root) throws FormatException {
        Set<KeyId> known = new HashSet<>();
        for (TrustedKey key : document.keys()) {
            if (key.name().isBlank()
                    || key.name().length() > LONGEST_NAME
                    || key.name().chars().anyMatch(Character::isISOControl)) {
                throw new FormatException("the name of key " + key.id().hex() + " must have 1 to " + LONGEST_NAME
                        + " characters, and none that controls a terminal");
            }
            if (key.roles().isEmpty()) {
                throw new FormatException("key '" + key.name() + "' has no role, so it could do nothing: leave it out");
            }
            if (key.id().equals(root)) {
                throw new FormatException(
                        "key '" + key.name() + "' is the root key, which signs trust documents and nothing else");
            }
            if (!known.add(key.id())) {
                throw new FormatException("key " + key.id().hex() + " is named twice");
            }
        }
        return document;
    }

    /** @throws FormatException if the keys of role identity differ: that only the root key may want */
    static void checkIdentityKeys(TrustDocument before, TrustDocument after) throws FormatException {
        if (!identityKeys(before).equals(identityKeys(after))) {
            throw new FormatException("it changes the keys of role identity, which only the root key may: "
                    + changes(identityKeys(before), identityKeys(after)));
        }
    }

    /** @throws FormatException if only the root key may raise the revision by so much */
    static void checkLeap(TrustDocument before, TrustDocument after) throws FormatException {
        if (after.revision() - before.revision() > LONGEST_LEAP) {
            throw new FormatException("it leaps from revision " + before.revision() + " to " + after.revision()
                    + "; a key of role identity may go up by " + LONGEST_LEAP);
        }
    }

    /** @return the keys that came, went or changed, in words */
    static String changes(TrustDocument before, TrustDocument after) {
        return changes(people(before), people(after));
    }

    private static String changes(Map<KeyId, Person> before, Map<KeyId, Person> after) {
        List<String> changes = new ArrayList<>();
        after.forEach((id, person) -> {
            Person known = before.get(id);
            if (known == null) {
                changes.add("added " + person.words(id));
            } else if (!known.equals(person)) {
                changes.add("changed " + known.words(id) + " to " + person.words(id));
            }
        });
        before.forEach((id, person) -> {
            if (!after.containsKey(id)) {
                changes.add("removed " + person.words(id));
            }
        });
        return changes.isEmpty() ? "no key changed" : String.join(", ", changes);
    }

    private static Map<KeyId, Person> identityKeys(TrustDocument document) {
        Map<KeyId, Person> keys = people(document);
        keys.values().removeIf(person -> !person.roles().contains(Role.IDENTITY));
        return keys;
    }

    private static Map<KeyId, Person> people(TrustDocument document) {
        Map<KeyId, Person> people = new LinkedHashMap<>();
        document.keys().forEach(key -> people.put(key.id(), Person.of(key)));
        return people;
    }

    /** What can change about a key; its id says what cannot. */
    private record Person(String name, Set<Role> roles) {

        static Person of(TrustedKey key) {
            return new Person(key.name(), key.roles());
        }

        String words(KeyId id) {
            return "'" + name + "' (" + id.hex() + ": "
                    + roles.stream().sorted().map(Role::label).collect(Collectors.joining(", ")) + ")";
        }
    }
}
