package io.cdcpipeline.operator.changefeed;

/** What went wrong, in TiCDC's words with secrets taken out. */
public record Trouble(ErrorKind cause, String text) {}
