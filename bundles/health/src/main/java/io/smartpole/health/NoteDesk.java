package io.smartpole.health;

import io.smartpole.core.health.HealthReport;
import io.smartpole.core.pole.DataFolder;
import io.smartpole.core.time.Moment;
import io.smartpole.core.time.TimeSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what operations noted, in memory and on disk. */
@Component(service = NoteDesk.class)
public final class NoteDesk {

    /** No note lasts longer. */
    public static final Duration LONGEST = Duration.ofDays(30);

    /**
     * Until then after a start, a check that says something else has not changed: it only starts. The poles of a city take
     * turns for 5 min before they connect, and the clock is set after that.
     */
    static final Duration SETTLING = Duration.ofMinutes(8);

    private static final Logger LOG = LoggerFactory.getLogger(NoteDesk.class);

    private final NotesFile file;
    private final TimeSource time;

    // Guarded by this:
    private Notes notes;
    private Notes stored;
    private boolean complained;

    @Activate
    public NoteDesk(BundleContext context, @Reference TimeSource time) {
        this(DataFolder.of(context::getProperty, "health"), time);
    }

    NoteDesk(Path folder, TimeSource time) {
        this.file = new NotesFile(folder.resolve("notes.json"));
        this.time = time;
        this.notes = read();
        this.stored = notes;
    }

    private Notes read() {
        try {
            return file.read(time.now().sinceBoot().plus(LONGEST));
        } catch (IOException e) {
            LOG.warn("acknowledgements and maintenance are forgotten: {}", e.toString());
            return Notes.NONE;
        }
    }

    /**
     * @param check one that is not well
     * @throws IOException if that cannot be kept; it then does not hold
     */
    public synchronized void acknowledge(HealthReport.Check check, Remark remark) throws IOException {
        keep(notes.acknowledge(
                check.name(), new Notes.Acknowledged(check.result().status(), remark)));
    }

    /** @throws IOException if that cannot be kept; it then does not hold */
    public synchronized void maintain(Remark remark) throws IOException {
        keep(notes.maintain(remark));
    }

    /**
     * @return whether there was any
     * @throws IOException if that cannot be kept; it then goes on
     */
    public synchronized boolean endMaintenance() throws IOException {
        boolean was = notes.maintenance() != null;
        keep(notes.maintain(null));
        return was;
    }

    /** @return what holds now, given what the checks say */
    synchronized Notes look(Collection<HealthReport.Check> checks, Moment now) {
        notes = notes.at(checks, now.sinceBoot().compareTo(SETTLING) >= 0, now);
        try {
            store(notes);
        } catch (IOException e) {
            // What is stored too long ends by itself; what is not stored yet is tried again in the next round.
            if (!complained) {
                complained = true;
                LOG.warn("acknowledgements and maintenance cannot be stored: {}", e.toString());
            }
        }
        return notes;
    }

    private void keep(Notes next) throws IOException {
        store(next);
        notes = next;
    }

    private void store(Notes next) throws IOException {
        Notes lasting = next.lasting();
        if (!lasting.equals(stored)) {
            file.write(lasting);
            stored = lasting;
            complained = false;
        }
    }
}
