"""The bus: relay from the outbox, consumers with inbox, dead letters, topic creation. Offsets decide nothing."""
