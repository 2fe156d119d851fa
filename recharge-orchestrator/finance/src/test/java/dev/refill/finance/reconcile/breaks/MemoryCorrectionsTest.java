package dev.refill.finance.reconcile.breaks;

class MemoryCorrectionsTest implements CorrectionsContract {

    private final MemoryCorrections corrections = new MemoryCorrections();

    @Override
    public Corrections corrections() {
        return corrections;
    }

    @Override
    public long inBooks() {
        return corrections.posted.size();
    }
}
