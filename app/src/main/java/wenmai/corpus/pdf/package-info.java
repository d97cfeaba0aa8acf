/// PDF for the chapter `wenmai.corpus`, kept out of the library because PDFBox is five megabytes.
@NullMarked
package wenmai.corpus.pdf;

import org.jspecify.annotations.NullMarked;
