//! Sessions that begin or end while the disk is full, and can't be written.
//!
//! Whoever may read goes on reading then: such a session lives in memory and ends with the server at the latest. One
//! that ends then is remembered as ended; after a restart only its cookie, which the browser has dropped, could
//! bring it back. Used by `app::session`, and by `app::account` when the holder's rights change.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, FixedOffset};

use crate::domain::id::AccountId;
use crate::store::account::Session;

/// What the store could not be told.
#[derive(Default)]
pub struct Unwritten(Mutex<Sessions>);

#[derive(Default)]
struct Sessions {
    begun: HashMap<Vec<u8>, Session>,
    ended: HashSet<Vec<u8>>,
    /// Last step of each account whose one-time code was used.
    steps: HashMap<AccountId, u64>,
}

impl Unwritten {
    fn lock(&self) -> MutexGuard<'_, Sessions> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A session that is in memory alone.
    pub(super) fn find(&self, key: &[u8]) -> Option<Session> {
        self.lock().begun.get(key).cloned()
    }

    /// Whether the store's session of this key has ended.
    pub(super) fn has_ended(&self, key: &[u8]) -> bool {
        self.lock().ended.contains(key)
    }

    /// Begins one; those that nobody has used since `seen_before` are forgotten.
    pub(super) fn begin(&self, key: Vec<u8>, session: Session, seen_before: DateTime<FixedOffset>) {
        let begun = &mut self.lock().begun;
        begun.retain(|_, session| session.seen_at >= seen_before);
        begun.insert(key, session);
    }

    /// Remembers that one is in use now.
    pub(super) fn touch(&self, key: &[u8], now: DateTime<FixedOffset>) {
        if let Some(session) = self.lock().begun.get_mut(key) {
            session.seen_at = now;
        }
    }

    /// Ends one that is in memory alone, and gives it.
    pub(super) fn forget(&self, key: &[u8]) -> Option<Session> {
        self.lock().begun.remove(key)
    }

    /// Ends one that is in the store and can't be taken out of it.
    pub(super) fn end(&self, key: Vec<u8>) {
        self.lock().ended.insert(key);
    }

    /// Those of an account that are in memory alone, with their keys.
    pub(super) fn of(&self, account: AccountId) -> Vec<(Vec<u8>, Session)> {
        let sessions = self.lock();
        let of_account = sessions.begun.iter().filter(|(_, session)| session.account == account);
        of_account.map(|(key, session)| (key.clone(), session.clone())).collect()
    }

    /// Ends all of an account, but for the one with the key `but`.
    pub(in crate::app) fn end_all(&self, account: AccountId, but: Option<&[u8]>) {
        self.lock()
            .begun
            .retain(|key, session| session.account != account || Some(key.as_slice()) == but);
    }

    /// The step up to which one-time codes of an account are used up.
    pub(super) fn last_step(&self, account: AccountId) -> u64 {
        self.lock().steps.get(&account).copied().unwrap_or_default()
    }

    /// Uses up the codes up to a step; whether the step was still good.
    pub(super) fn use_step(&self, account: AccountId, step: u64) -> bool {
        let mut sessions = self.lock();
        let last = sessions.steps.entry(account).or_default();
        let is_new = step > *last;
        *last = step.max(*last);
        is_new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_one_time_code_is_good_once_on_a_full_disk_too() {
        let unwritten = Unwritten::default();
        let (mai, hung) = (AccountId(1), AccountId(2));
        assert!(unwritten.use_step(mai, 100));
        assert!(!unwritten.use_step(mai, 100) && !unwritten.use_step(mai, 99));
        assert!(unwritten.use_step(mai, 101) && unwritten.use_step(hung, 100));
        assert_eq!([mai, hung].map(|one| unwritten.last_step(one)), [101, 100]);
    }
}
