package dev.refill.endtoend.chaos;

/** {@code infra/bin/chaos [--kills N] [--seed S]}: exit code 1 if anything was lost, doubled or left over. */
final class ChaosMain {

    private ChaosMain() {}

    public static void main(String[] arguments) {
        int kills = 60;
        long seed = 20_260_301L;
        for (int at = 0; at < arguments.length; at += 2) {
            switch (arguments[at]) {
                case "--kills" -> kills = Integer.parseInt(arguments[at + 1]);
                case "--seed" -> seed = Long.parseLong(arguments[at + 1]);
                default -> throw new IllegalArgumentException(arguments[at] + " (expected: --kills N or --seed S)");
            }
        }
        try {
            Chaos.run(kills, seed, System.out::println);
        } catch (RuntimeException | Error failed) {
            failed.printStackTrace(System.out);
            System.out.println("chaos: FAILED");
            System.exit(1);
        }
        System.out.println("chaos: passed");
        System.exit(0);
    }
}
