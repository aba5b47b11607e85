package org.doorstep;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class Doorstep {

    public static void main(String[] args) {
        SpringApplication.run(Doorstep.class, args);
    }
}
