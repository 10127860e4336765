package io.smartpole.launcher;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.log.LogService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the OSGi services, which speak to a {@link LogService}, log where everything else logs. */
final class BundleLog implements ServiceFactory<LogService> {

    @Override
    public LogService getService(Bundle bundle, ServiceRegistration<LogService> registration) {
        return new ToSlf4j(LoggerFactory.getLogger(bundle.getSymbolicName()));
    }

    @Override
    public void ungetService(Bundle bundle, ServiceRegistration<LogService> registration, LogService service) {
        // nothing is held for the bundle
    }

    // The interface of OSGi R6 has raw types.
    @SuppressWarnings("rawtypes")
    private record ToSlf4j(Logger logger) implements LogService {

        @Override
        public void log(int level, String message) {
            log(level, message, null);
        }

        @Override
        public void log(int level, String message, @Nullable Throwable exception) {
            switch (level) {
                case LOG_ERROR -> logger.error(message, exception);
                case LOG_WARNING -> logger.warn(message, exception);
                case LOG_INFO -> logger.info(message, exception);
                default -> logger.debug(message, exception);
            }
        }

        @Override
        public void log(@Nullable ServiceReference service, int level, String message) {
            log(level, message, null);
        }

        @Override
        public void log(@Nullable ServiceReference service, int level, String message, @Nullable Throwable exception) {
            log(level, message, exception);
        }
    }
}
