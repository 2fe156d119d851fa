package dev.refill.tmf654.web;

import java.time.Clock;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import dev.refill.subscriber.Subscribers;
import dev.refill.tmf654.Callers;
import dev.refill.tmf654.Tmf654Properties;
import dev.refill.tmf654.action.Actions;
import dev.refill.tmf654.action.ChangeAction;
import dev.refill.tmf654.action.PerformAction;

/** Puts the API together. */
@Configuration(proxyBeanMethods = false)
@Import({BucketController.class, TopUpBalanceController.class, AdjustBalanceController.class,
        TransferBalanceController.class, ReserveBalanceController.class, AccumulatedBalanceController.class,
        BalanceActionController.class, HubController.class})
public class Tmf654WebConfiguration {

    @Bean
    Answers tmf654Answers(Callers callers, Subscribers subscribers) {
        return new Answers(callers, subscribers);
    }

    @Bean
    ActionResource.Desk tmf654Desk(Answers answers, Actions actions, PerformAction perform, ChangeAction change,
            Tmf654Properties properties, Clock clock) {
        return new ActionResource.Desk(answers, actions, perform, change, properties, clock);
    }
}
