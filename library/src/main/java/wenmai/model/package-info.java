/// Transformers: ids to hidden states to logits, written once for both backends.
///
/// Axes, here and everywhere: B batch · T new positions · S positions seen · D width · N query heads · K key-value heads ·
/// H head width · V vocabulary.
@NullMarked
package wenmai.model;

import org.jspecify.annotations.NullMarked;
