//! Nothing that changes anything, hands out personal data or refuses somebody is left out of the journal.
