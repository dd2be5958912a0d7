package io.rempart.response.notify;

/** An argument that we wrote ourselves, and that is shown as it is. */
record Plain(String text) {}
