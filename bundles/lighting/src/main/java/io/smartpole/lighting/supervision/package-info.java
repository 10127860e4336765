/**
 * Watches over the lamp, and counts what it burns.
 *
 * <pre>
 *   readings -> LampReadings (queue) -> LampSupervisor (thread) -> LampWatch -> LampMonitor -> alarms
 *                                                                            -> LampLedger  -> counters -> KeptFigures
 * </pre>
 *
 * LampMonitor and LampLedger are pure: values and times in, changes and figures out.
 */
package io.smartpole.lighting.supervision;
