package dev.refill.portal.order;

import java.util.regex.Pattern;

/**
 * When a page without JavaScript looks again: soon at first, then less often, then no more until the reader asks.
 *
 * @param number which look it will be
 * @param inSeconds after how many seconds
 * @param last whether to wait for the reader instead
 */
record NextLook(int number, int inSeconds, boolean last) {

    private static final Pattern LOOK = Pattern.compile("[0-9]{1,2}");
    private static final int MOST = 20;

    static NextLook after(String look) {
        int seen = LOOK.matcher(look).matches() ? Integer.parseInt(look) : 0;
        return new NextLook(seen + 1, Math.min(3 + 2 * seen, 30), seen >= MOST);
    }
}
