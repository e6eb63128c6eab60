//! How often one address may knock at a door that needs no session.
//!
//! Each address may come in a burst and then at an even pace; of each only the moment is kept at which its burst is whole
//! again. Beyond [`KNOWN`] addresses those who are new share one entry: memory stays bounded and the known ones are let in.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::app::session::network;

/// Addresses that are told apart.
const KNOWN: usize = 10_000;
/// Whom all others count as.
const THE_REST: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);

/// Keeps the pace.
#[derive(Debug)]
pub(super) struct Pace {
    every: Duration,
    /// From the first knock of a burst to the moment at which another burst may come.
    burst: Duration,
    whole_at: Mutex<HashMap<IpAddr, Instant>>,
}

impl Pace {
    /// `burst` knocks at once, then one `every` so often.
    pub(super) fn new(burst: u32, every: Duration) -> Self {
        Self { every, burst: every * burst, whole_at: Mutex::default() }
    }

    /// Counts a knock; gives how long to wait where it is one too many.
    pub(super) fn knock(&self, address: IpAddr, now: Instant) -> Result<(), Duration> {
        let mut whole_at = self.whole_at.lock().unwrap_or_else(PoisonError::into_inner);
        let mut from = network(address);
        if whole_at.len() >= KNOWN && !whole_at.contains_key(&from) {
            whole_at.retain(|_, whole| *whole > now);
            if whole_at.len() >= KNOWN {
                from = THE_REST;
            }
        }
        let whole = whole_at.entry(from).or_insert(now);
        let after = (*whole).max(now) + self.every;
        let too_early = after.saturating_duration_since(now + self.burst);
        if too_early > Duration::ZERO {
            return Err(too_early);
        }
        *whole = after;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(number: u32) -> IpAddr {
        Ipv4Addr::from_bits(number).into()
    }

    #[test]
    fn a_burst_passes_then_an_even_pace() {
        let pace = Pace::new(3, Duration::from_secs(2));
        let begun = Instant::now();
        let at = |seconds: u64| begun + Duration::from_secs(seconds);
        for _ in 0..3 {
            assert_eq!(pace.knock(address(1), at(0)), Ok(()));
        }
        assert_eq!(pace.knock(address(1), at(0)), Err(Duration::from_secs(2)));
        assert_eq!(pace.knock(address(1), at(1)), Err(Duration::from_secs(1)));
        assert_eq!(pace.knock(address(2), at(1)), Ok(()), "another address is not held back");
        assert_eq!(pace.knock(address(1), at(2)), Ok(()));
        assert!(pace.knock(address(1), at(2)).is_err(), "what was refused was not counted");
        for _ in 0..3 {
            assert_eq!(pace.knock(address(1), at(60)), Ok(()));
        }
        assert!(pace.knock(address(1), at(60)).is_err(), "waiting saves up one burst, no more");
    }

    #[test]
    fn a_flood_of_addresses_neither_grows_nor_locks_the_known_out() {
        let pace = Pace::new(3, Duration::from_secs(2));
        let now = Instant::now();
        pace.knock(address(1), now).unwrap();
        let flood = (2..40_000).filter(|number| pace.knock(address(*number), now).is_ok()).count();
        assert!(flood < KNOWN + 3, "{flood} were let in");
        assert!(pace.whole_at.lock().unwrap().len() <= KNOWN + 1);
        assert_eq!(pace.knock(address(1), now), Ok(()));
        let later = now + Duration::from_mins(1);
        assert_eq!(pace.knock(address(50_000), later), Ok(()), "who came long ago makes room");
    }
}
