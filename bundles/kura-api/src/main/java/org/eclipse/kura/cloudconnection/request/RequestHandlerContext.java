package org.eclipse.kura.cloudconnection.request;

/** Who asks; we do not look into it. */
public class RequestHandlerContext {}
