package dev.refill.simulation.time;

/** One life of a process. What it has begun and not sent off ends with it, and waits while it is paused. */
public final class Life {

    private final String name;
    private boolean over;
    private long pausedUntil;

    public Life(String name) {
        this.name = name;
    }

    /** The process is killed. */
    public void end() {
        over = true;
    }

    public boolean isOver() {
        return over;
    }

    /** The process stands still, as under SIGSTOP, and then goes on as if nothing had been. */
    public void pauseUntil(long at) {
        pausedUntil = at;
    }

    public long pausedUntil() {
        return pausedUntil;
    }

    @Override
    public String toString() {
        return name;
    }
}
