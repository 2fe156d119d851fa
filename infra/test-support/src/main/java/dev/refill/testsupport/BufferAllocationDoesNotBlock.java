package dev.refill.testsupport;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets event loops allocate buffers. Netty's adaptive allocator guards its magazines by locks that it holds for a few
 * instructions; under load BlockHound sees one of them wait, and the connection in hand is lost for it.
 */
public final class BufferAllocationDoesNotBlock implements BlockHoundIntegration {

    @Override
    public void applyTo(BlockHound.Builder builder) {
        builder.allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator", "allocate");
    }
}
