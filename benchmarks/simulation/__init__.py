"""Histories of a firm that never was: mailbot's own code against fake servers, a fake clock and a database
whose commits may crash.

One seed is one history. Everything by chance is drawn from it, so the same seed tells the same history again.

    letters     what arrives: messages from prepared templates, each read once by mailbot
    servers     the fake mail servers, and what they remember of us
    stage       the database of one process, emptied for each history
    instance    one running mailbot: parts that die together, and where they may
    world       what outlives a crash: servers, clock, instances, records
    steps       what may happen next
    oracle      what must hold, in plain SQL and the servers' own records
    history     a seed from its first step to rest
"""
