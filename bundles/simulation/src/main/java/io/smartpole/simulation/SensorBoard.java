package io.smartpole.simulation;

import io.smartpole.core.profile.HardwareProfile.Sensor;
import io.smartpole.simulation.chips.Chip;
import io.smartpole.simulation.chips.ChipFinder;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The chips on the pole's buses. A chip that is plugged in again starts as after power-on. */
final class SensorBoard implements ChipFinder {

    private record Seat(int bus, int address) {}

    private record Socket(Sensor sensor, Supplier<Chip> factory) {}

    private final Map<Seat, Socket> sockets = new HashMap<>();
    private final Map<Seat, Chip> plugged = new HashMap<>();

    /** Called while setting up, before the first {@link #unplug}. */
    synchronized void add(Sensor sensor, Supplier<Chip> factory) {
        Seat seat = new Seat(sensor.bus(), sensor.address());
        sockets.put(seat, new Socket(sensor, factory));
        plugged.put(seat, factory.get());
    }

    /** Adds a chip that stays. Called while setting up. */
    synchronized void solder(int bus, int address, Chip chip) {
        plugged.put(new Seat(bus, address), chip);
    }

    /** Unplugs the sensors of these names and plugs in all others. */
    synchronized void unplug(Set<String> names) {
        sockets.forEach((seat, socket) -> {
            if (names.contains(socket.sensor().name())) {
                plugged.remove(seat);
            } else {
                plugged.computeIfAbsent(seat, empty -> socket.factory().get());
            }
        });
    }

    @Override
    public synchronized @Nullable Chip at(int bus, int address) {
        return plugged.get(new Seat(bus, address));
    }
}
