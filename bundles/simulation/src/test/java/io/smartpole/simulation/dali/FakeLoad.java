package io.smartpole.simulation.dali;

/** A load that remembers what it was told and measures what the test says. */
final class FakeLoad implements Load {

    double light = -1;
    boolean open;
    Figures figures = new Figures(42, 0, 0, 0, 0, 0, 0, 0, 230, 20);

    @Override
    public void drive(double newLight) {
        light = newLight;
    }

    @Override
    public boolean open() {
        return open;
    }

    @Override
    public Figures figures() {
        return figures;
    }
}
