package org.eclipse.kura;

/** What Kura throws. We only catch it, so none of its constructors is declared. */
@SuppressWarnings("serial")
public abstract class KuraException extends Exception {}
