package dev.refill.testsupport;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.UnaryOperator;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Connections that change the text of each statement before it is made. */
final class MutatedConnections implements ConnectionFactory {

    private final ConnectionFactory connections;
    private final UnaryOperator<String> change;

    MutatedConnections(ConnectionFactory connections, UnaryOperator<String> change) {
        this.connections = connections;
        this.change = change;
    }

    @Override
    public Publisher<? extends Connection> create() {
        return Mono.from(connections.create()).map(this::changing);
    }

    @Override
    public ConnectionFactoryMetadata getMetadata() {
        return connections.getMetadata();
    }

    private Connection changing(Connection connection) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            try {
                return method.getName().equals("createStatement")
                        ? connection.createStatement(change.apply((String) arguments[0]))
                        : method.invoke(connection, arguments);
            } catch (InvocationTargetException thrown) {
                throw thrown.getTargetException();
            }
        };
        return (Connection) Proxy.newProxyInstance(MutatedConnections.class.getClassLoader(),
                new Class<?>[]{Connection.class}, handler);
    }
}
