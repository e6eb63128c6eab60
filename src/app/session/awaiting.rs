//! Those who gave a right password and owe a one-time code: for some minutes, in memory.
//!
//! Only who knows a password gets in here, so it stays small; a restart of the server asks for the password again.
//! Used by `app::session`.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Duration, FixedOffset, TimeDelta};

use crate::domain::id::AccountId;
use crate::store::account::Account;

/// How long a code may be given after the password.
const LIMIT: TimeDelta = Duration::minutes(5);
/// Wrong codes after one password; then it has to be given again.
const WRONG_CODES: u32 = 5;
/// Sign-ins that wait at once; of more the oldest begin again.
const MOST: usize = 1000;

/// Somebody between password and code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Waiting {
    pub(super) account: AccountId,
    /// The hash that the password fitted.
    pub(super) password_hash: String,
    since: DateTime<FixedOffset>,
    wrong: u32,
}

/// All who wait, by the digest of their token.
#[derive(Default)]
pub struct Awaiting(Mutex<HashMap<Vec<u8>, Waiting>>);

impl Awaiting {
    fn lock(&self) -> MutexGuard<'_, HashMap<Vec<u8>, Waiting>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn begin(&self, key: Vec<u8>, account: &Account, now: DateTime<FixedOffset>) {
        let mut all = self.lock();
        all.retain(|_, one| now - one.since <= LIMIT);
        if all.len() >= MOST {
            let oldest = all.iter().min_by_key(|(_, one)| one.since).map(|(key, _)| key.clone());
            oldest.and_then(|key| all.remove(&key));
        }
        let password_hash = account.password_hash.clone();
        all.insert(key, Waiting { account: account.id, password_hash, since: now, wrong: 0 });
    }

    pub(super) fn find(&self, key: &[u8], now: DateTime<FixedOffset>) -> Option<Waiting> {
        self.lock().get(key).filter(|one| now - one.since <= LIMIT).cloned()
    }

    /// Counts a wrong code; whether another may be tried.
    pub(super) fn was_wrong(&self, key: &[u8]) -> bool {
        let mut all = self.lock();
        let Some(one) = all.get_mut(key) else { return false };
        one.wrong += 1;
        let goes_on = one.wrong < WRONG_CODES;
        if !goes_on {
            all.remove(key);
        }
        goes_on
    }

    pub(super) fn forget(&self, key: &[u8]) {
        self.lock().remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::OFFICE_ZONE;
    use crate::domain::permission::tenure::Tenures;

    fn at(seconds: i64) -> DateTime<FixedOffset> {
        DateTime::from_timestamp(seconds, 0).unwrap().with_timezone(&OFFICE_ZONE)
    }

    #[test]
    fn one_waits_five_minutes_and_five_codes_at_most_and_there_are_not_too_many() {
        let account = Account {
            id: AccountId(7),
            user_name: "mai".into(),
            full_name: "Trần Thị Mai".into(),
            password_hash: "x".into(),
            posts: Tenures::default(),
            codes: None,
            browsers: Vec::new(),
            is_active: true,
        };
        let all = Awaiting::default();
        all.begin(vec![1], &account, at(0));
        assert_eq!(all.find(&[1], at(300)).unwrap().account, AccountId(7));
        assert_eq!(all.find(&[1], at(301)), None);
        assert_eq!(
            [1, 2, 3, 4, 5, 6].map(|_| all.was_wrong(&[1])),
            [true, true, true, true, false, false]
        );
        assert_eq!(all.find(&[1], at(1)), None);
        for number in 0..=MOST {
            all.begin(
                number.to_be_bytes().to_vec(),
                &account,
                at(i64::try_from(number).unwrap() / 10),
            );
        }
        assert_eq!(all.lock().len(), MOST);
        assert!(all.find(&MOST.to_be_bytes(), at(101)).is_some());
    }
}
