package wenmai.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails each test after which other tensors live than before it.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NoLeaks.Count.class)
public @interface NoLeaks {

  /// Counts before and after.
  final class Count implements BeforeEachCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(Count.class);

    @Override
    public void beforeEach(ExtensionContext context) {
      context.getStore(HERE).put("live", Scope.live());
    }

    @Override
    public void afterEach(ExtensionContext context) {
      assertThat(Scope.live()).as("live tensors").isEqualTo(context.getStore(HERE).get("live", Long.class));
    }
  }
}
