/** The API of transfers: requests are read strictly, a key stands for one of them. It decides nothing. */
@NullMarked
package dev.refill.transfer.web;

import org.jspecify.annotations.NullMarked;
