package io.smartpole.evidence.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** What the store asks of a folder. All but {@link OpenFile#write} is durable when it returns. */
public interface Disk extends Closeable {

    /** @return the names of the files in the folder */
    List<String> names() throws IOException;

    /** @return bytes that may still be written */
    long free() throws IOException;

    /**
     * Makes a file of zeros that all have their place on the disk, so that writing over them later changes nothing but
     * the blocks written. If this fails there is no such file.
     */
    void create(String name, int size) throws IOException;

    /** If this fails the file has its old name. */
    void rename(String from, String to) throws IOException;

    /** If this fails the file may be gone all the same, and may be deleted once more. */
    void delete(String name) throws IOException;

    /** Gives a small file new content: after a power cut it has its old or its new one. */
    void replace(String name, byte[] content) throws IOException;

    /** @return the whole of a small file */
    byte[] load(String name) throws IOException;

    OpenFile openToRead(String name) throws IOException;

    OpenFile openToWrite(String name) throws IOException;

    /** A file whose blocks are written in place. */
    interface OpenFile extends Closeable {

        /** @return how many bytes came; less than asked for only at the end of the file */
        int read(ByteBuffer into, long offset) throws IOException;

        /** Writes all that remains in the buffer; durable after {@link #force}. */
        void write(ByteBuffer bytes, long offset) throws IOException;

        /** After a failure nothing is known of what was written since the last success, and asking again tells nothing. */
        void force() throws IOException;
    }
}
