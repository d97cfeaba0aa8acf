/// Models measured: suites and their reports.
@NullMarked
package wenmai.evaluate;

import org.jspecify.annotations.NullMarked;
