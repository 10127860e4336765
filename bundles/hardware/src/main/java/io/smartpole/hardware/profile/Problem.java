package io.smartpole.hardware.profile;

/**
 * One thing that is wrong with a profile.
 *
 * @param file the profile's file name
 * @param line where, from 1; 0 for the file as a whole
 * @param path the JSON pointer of what is wrong (RFC 6901); empty for the file as a whole
 * @param text what is wrong, and what would be right
 */
record Problem(String file, int line, String path, String text) {

    @Override
    public String toString() {
        return file + (line > 0 ? " line " + line : "") + (path.isEmpty() ? "" : ", " + path) + ": " + text;
    }
}
