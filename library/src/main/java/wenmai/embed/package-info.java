/// Words -> vectors. Words that occur in like contexts come to lie near each other (Mikolov 2013a).
///
/// Axes: V vocabulary · D dimensions · C words of a context · O outputs that a centre is learned against.
@NullMarked
package wenmai.embed;

import org.jspecify.annotations.NullMarked;
