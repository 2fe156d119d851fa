package dev.refill.endtoend.stack;

import java.util.List;
import java.util.Map;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.SpringApplication;

import dev.refill.app.RefillApplication;
import dev.refill.testsupport.JavaProcess;

/** The application without its check of what comes in, to show that what it keeps out would be found. */
public final class UncheckedApplication {

    private UncheckedApplication() {}

    static JavaProcess start(String application, List<String> jvmOptions, List<String> arguments) {
        return JavaProcess.start(UncheckedApplication.class.getName(), System.getProperty("java.class.path"),
                jvmOptions,
                Map.of(), arguments);
    }

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(RefillApplication.class);
        application.addInitializers(context -> context.addBeanFactoryPostProcessor(
                beans -> ((BeanDefinitionRegistry) beans).removeBeanDefinition("sensitiveInputFilter")));
        application.run(arguments);
    }
}
