//! Bad sign-ins of late, and who has to wait for the next one.
//!
//! Counted by name and place together, and by place: never by name alone, so that nobody can lock out another. The place is
//! an address or, where the browser bears a mark that a sign-in of this very account left there, that browser: all units may
//! come out of one gateway, and guesses of a neighbour behind it must not keep anybody out. Where somebody signed in lately
//! the address is not counted against them either. An attempt is counted before its password is compared and taken back if
//! it was right, so that many at once gain nothing. In memory, of bounded size. Used by sign-in and by `/tai-khoan`.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Duration, FixedOffset, TimeDelta};
use sha2::{Digest, Sha256};

use super::Caller;
use crate::app::error::Refused;
use crate::domain::text;

/// What is borne without a wait, and how long the waits grow.
struct Limit {
    free: u32,
    longest: TimeDelta,
    /// One attempt is forgotten in this time.
    forgets: TimeDelta,
}

/// Of one name at one place: a person's slips, then 288 guesses a day.
const OF_PAIR: Limit =
    Limit { free: 5, longest: Duration::minutes(5), forgets: Duration::minutes(10) };
/// Of all names at one address: the slips of a whole office behind one gateway, a thousand in three hours.
const OF_ADDRESS: Limit =
    Limit { free: 60, longest: Duration::minutes(1), forgets: Duration::seconds(10) };
/// How long somebody who signed in at an address is known there.
const KNOWN_FOR: TimeDelta = Duration::days(30);
/// Entries of each table; then the oldest make room.
const MOST: usize = 10_000;
/// Letters of a name that are looked at: no account has a longer one.
const NAME_MAX: usize = 100;

type Moment = DateTime<FixedOffset>;
/// Digest of a folded name: what is kept of it.
type Name = [u8; 16];
/// Digest of the mark of a browser.
pub(super) type Mark = [u8; 32];

/// Where an attempt comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Place {
    /// An address, or the network of a house where there are too many addresses to count.
    Address(Option<IpAddr>),
    /// A browser in which the account of the name was signed in before.
    Browser(Mark),
}

/// An attempt that was let through, and counted.
#[derive(Debug, Clone)]
pub struct Attempt {
    user_name: String,
    caller: Caller,
    pair: (Name, Place),
    /// Whether it counts against the place too.
    is_strange: bool,
}

impl Attempt {
    /// The name as typed.
    pub(in crate::app) fn user_name(&self) -> &str {
        &self.user_name
    }

    /// From where.
    pub(in crate::app) fn caller(&self) -> &Caller {
        &self.caller
    }
}

/// Attempts that were not taken back.
#[derive(Debug, Clone, Copy)]
struct Count {
    failures: u32,
    last: Moment,
    /// No other attempt is let through before.
    until: Moment,
}

#[derive(Default)]
struct Tables {
    pairs: HashMap<(Name, Place), Count>,
    places: HashMap<Place, Count>,
    known: HashMap<(Name, Place), Moment>,
}

/// The counts.
#[derive(Default)]
pub struct Tries(Mutex<Tables>);

impl Tries {
    fn lock(&self) -> MutexGuard<'_, Tables> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets an attempt through and counts it; `mark` is of a browser that is known to the account of the name.
    ///
    /// # Errors
    /// [`Refused::TooManyTries`] with the seconds to wait.
    pub(super) fn admit(
        &self,
        user_name: &str,
        caller: &Caller,
        mark: Option<Mark>,
        now: Moment,
    ) -> Result<Attempt, Refused> {
        let place = mark.map_or(Place::Address(caller.address.map(network)), Place::Browser);
        let pair = (name(user_name), place);
        let mut tables = self.lock();
        let known = tables.known.get(&pair).is_some_and(|at| now - *at < KNOWN_FOR);
        let is_strange = mark.is_none() && !known;
        let of_pair = wait(tables.pairs.get(&pair), &OF_PAIR, now);
        let of_place = wait(tables.places.get(&place).filter(|_| is_strange), &OF_ADDRESS, now);
        if let Some(wait) = of_pair.max(of_place) {
            return Err(Refused::TooManyTries(whole_seconds(wait)));
        }
        count(&mut tables.pairs, pair, &OF_PAIR, now);
        if is_strange {
            count(&mut tables.places, place, &OF_ADDRESS, now);
        }
        let (user_name, caller) = (user_name.to_owned(), caller.clone());
        Ok(Attempt { user_name, caller, pair, is_strange })
    }

    /// The attempt was right: it was none to count, and the person is known at the address from now on.
    pub(in crate::app) fn succeeded(&self, attempt: &Attempt, now: Moment) {
        let mut tables = self.lock();
        tables.pairs.remove(&attempt.pair);
        if attempt.is_strange
            && let Some(count) = tables.places.get_mut(&attempt.pair.1)
        {
            count.failures = count.failures.saturating_sub(1);
            count.until = count.until.min(now);
        }
        make_room(&mut tables.known, &attempt.pair, |at| *at);
        tables.known.insert(attempt.pair, now);
    }

    /// Nobody waits for this name any more.
    pub(in crate::app) fn forget(&self, user_name: &str) {
        let name = name(user_name);
        self.lock().pairs.retain(|(one, _), _| *one != name);
    }
}

fn name(typed: &str) -> Name {
    let typed: String = typed.trim().chars().take(NAME_MAX).collect();
    let digest: [u8; 32] = Sha256::digest(text::fold(&typed).as_bytes()).into();
    let mut name = Name::default();
    name.copy_from_slice(&digest[..16]);
    name
}

/// What counts as one address: a house has a /64 of IPv6 at least, so that its addresses can be changed at will.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let network = u128::from(address) & !u128::from(u64::MAX);
            IpAddr::V6(Ipv6Addr::from(network))
        }
    }
}

/// How long is still to be waited. A wait longer than there is means that the clock was set back: it is none.
fn wait(count: Option<&Count>, limit: &Limit, now: Moment) -> Option<TimeDelta> {
    let left = count?.until - now;
    (left > TimeDelta::zero() && left <= limit.longest).then_some(left)
}

fn whole_seconds(wait: TimeDelta) -> u64 {
    u64::try_from(wait.num_milliseconds()).unwrap_or_default().div_ceil(1000)
}

/// Counts one more, and sets the wait: none for the free ones, then 2, 4, 8… seconds up to the longest.
fn count<K: Eq + Hash + Clone>(counts: &mut HashMap<K, Count>, key: K, limit: &Limit, now: Moment) {
    make_room(counts, &key, |count| count.last);
    let count = counts.entry(key).or_insert(Count { failures: 0, last: now, until: now });
    let forgotten = (now - count.last).num_seconds() / limit.forgets.num_seconds();
    let forgotten = u32::try_from(forgotten.max(0)).unwrap_or(u32::MAX);
    count.failures = count.failures.saturating_sub(forgotten).saturating_add(1);
    count.last = now;
    let over = count.failures.saturating_sub(limit.free);
    let seconds = if over == 0 { 0 } else { 1_i64 << over.min(30) };
    count.until = now + TimeDelta::seconds(seconds).min(limit.longest);
}

/// Takes the oldest out of a full table, unless the key is in it.
fn make_room<K: Eq + Hash + Clone, V>(
    table: &mut HashMap<K, V>,
    key: &K,
    age: impl Fn(&V) -> Moment,
) {
    if table.len() >= MOST && !table.contains_key(key) {
        let oldest = table.iter().min_by_key(|(_, value)| age(value)).map(|(key, _)| key.clone());
        oldest.and_then(|key| table.remove(&key));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::OFFICE_ZONE;

    fn at(seconds: i64) -> Moment {
        DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap().with_timezone(&OFFICE_ZONE)
    }

    fn from(address: &str) -> Caller {
        Caller { address: address.parse().ok(), browser: String::new(), mark: None }
    }

    /// Seconds to wait; 0 when let through.
    fn knock(tries: &Tries, name: &str, address: &str, seconds: i64) -> u64 {
        match tries.admit(name, &from(address), None, at(seconds)) {
            Ok(_) => 0,
            Err(Refused::TooManyTries(wait)) => wait,
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn the_wait_grows_and_another_address_never_waits() {
        let tries = Tries::default();
        let mut now = 0;
        let mut waits = Vec::new();
        while waits.len() < 11 {
            match knock(&tries, "mai", "203.0.113.9", now) {
                0 => {
                    let elsewhere = format!("198.51.100.{}", waits.len());
                    assert_eq!(knock(&tries, "mai", &elsewhere, now), 0);
                }
                wait => {
                    waits.push(wait);
                    now += i64::try_from(wait).unwrap();
                }
            }
        }
        assert_eq!(waits, [2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
        assert_eq!(knock(&tries, " MÁI ", "203.0.113.9", now), 0, "the same name");
        assert_eq!(knock(&tries, "mai", "203.0.113.9", now), 300);
        let later = now + 20 * 600;
        assert_eq!(knock(&tries, "mai", "203.0.113.9", later), 0, "forgotten");
        assert_eq!(knock(&tries, "mai", "203.0.113.9", later), 0);
    }

    #[test]
    fn an_address_that_tries_many_names_waits_but_not_who_is_known_there() {
        let tries = Tries::default();
        let known = tries.admit("mai", &from("203.0.113.9"), None, at(0)).unwrap();
        tries.succeeded(&known, at(0));
        let let_in = (0..10_000).filter(|n| knock(&tries, &format!("x{n}"), "203.0.113.9", 1) == 0);
        assert_eq!(let_in.count(), 61, "the free ones, and the first one with a wait after it");
        assert_eq!(knock(&tries, "hung", "203.0.113.9", 1), 2);
        assert_eq!(knock(&tries, "mai", "203.0.113.9", 1), 0);
        assert_eq!(knock(&tries, "hung", "203.0.113.10", 1), 0);
        assert_eq!(knock(&tries, "hung", "203.0.113.9", 4), 0, "after the wait");
    }

    /// All units come out of one gateway, and somebody among them guesses one name on and on.
    #[test]
    fn in_a_browser_that_is_known_nobody_waits_for_another() {
        let tries = Tries::default();
        for second in 0..3600 {
            knock(&tries, "mai", "203.0.113.9", second);
        }
        assert!(knock(&tries, "mai", "203.0.113.9", 3600) > 0);
        let mark = Some([7; 32]);
        let knock = |seconds| tries.admit("mai", &from("203.0.113.9"), mark, at(seconds));
        let attempt = knock(3600).unwrap();
        tries.succeeded(&attempt, at(3600));
        for _ in 0..6 {
            knock(3600).unwrap();
        }
        assert_eq!(knock(3600).unwrap_err(), Refused::TooManyTries(2), "it has its own count");
    }

    /// Twice as many slips as there are free ones, spread over a morning.
    #[test]
    fn the_slips_of_a_whole_office_keep_nobody_waiting() {
        let tries = Tries::default();
        for number in 0..500 {
            let name = format!("x{number}");
            assert_eq!(knock(&tries, &name, "203.0.113.9", number * 10), 0, "{number}");
        }
    }

    #[test]
    fn a_right_password_is_not_counted() {
        let tries = Tries::default();
        for round in 0..100 {
            let attempt =
                tries.admit(&format!("x{round}"), &from("203.0.113.9"), None, at(0)).unwrap();
            tries.succeeded(&attempt, at(0));
            let again = tries.admit("mai", &from("203.0.113.9"), None, at(0)).unwrap();
            tries.succeeded(&again, at(0));
        }
        assert!(tries.lock().pairs.is_empty());
    }

    #[test]
    fn addresses_of_one_house_are_one_and_a_clock_that_was_set_back_keeps_nobody_out() {
        let tries = Tries::default();
        for host in 0..6 {
            assert_eq!(knock(&tries, "mai", &format!("2001:db8:1:2::{host}"), 0), 0);
        }
        assert_eq!(knock(&tries, "mai", "2001:db8:1:2:ffff::1", 0), 2);
        assert_eq!(knock(&tries, "mai", "2001:db8:1:3::1", 0), 0);
        assert_eq!(knock(&tries, "mai", "2001:db8:1:2::1", -86_400), 0);
        tries.forget("mái");
        assert_eq!(knock(&tries, "mai", "2001:db8:1:2::1", 0), 0);
    }

    #[test]
    fn the_tables_stay_small() {
        let tries = Tries::default();
        for number in 0..12_000_u32 {
            let address = std::net::Ipv4Addr::from(number).to_string();
            let attempt = tries.admit("mai", &from(&address), None, at(i64::from(number))).unwrap();
            if number % 2 == 0 {
                tries.succeeded(&attempt, at(i64::from(number)));
            }
        }
        let tables = tries.lock();
        assert!(
            tables.pairs.len() <= MOST && tables.places.len() <= MOST && tables.known.len() <= MOST
        );
        let last = Place::Address("0.0.46.223".parse().ok());
        assert!(tables.places.contains_key(&last));
    }
}
