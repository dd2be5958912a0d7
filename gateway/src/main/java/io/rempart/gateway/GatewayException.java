package io.rempart.gateway;

/** The root of what the gateway throws. */
public final class GatewayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the failure behind it. */
    public GatewayException(String message, Throwable cause) {
        super(message, cause);
    }
}
