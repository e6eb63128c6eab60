//! How many are inside at once, in all and from one address.
//!
//! Counts connections and requests alike; a [`Place`] is given back when it is dropped. Memory is bounded by what it counts.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use crate::app::session::network;

/// Counts who is inside.
#[derive(Debug)]
pub(in crate::web) struct Crowd {
    most_in_all: usize,
    most_of_one: usize,
    inside: Mutex<Inside>,
}

#[derive(Debug, Default)]
struct Inside {
    in_all: usize,
    of: HashMap<IpAddr, usize>,
}

impl Crowd {
    pub(in crate::web) fn new(most_in_all: usize, most_of_one: usize) -> Arc<Self> {
        Arc::new(Self { most_in_all, most_of_one, inside: Mutex::default() })
    }

    /// A place, if one is left; without an address it only counts in all.
    pub(in crate::web) fn enter(self: &Arc<Self>, address: Option<IpAddr>) -> Option<Place> {
        let from = address.map(network);
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        if inside.in_all >= self.most_in_all {
            return None;
        }
        if let Some(from) = from {
            let of_one = inside.of.entry(from).or_default();
            if *of_one >= self.most_of_one {
                return None;
            }
            *of_one += 1;
        }
        inside.in_all += 1;
        Some(Place { crowd: Arc::clone(self), from })
    }

    fn leave(&self, from: Option<IpAddr>) {
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        inside.in_all = inside.in_all.saturating_sub(1);
        if let Some(from) = from
            && let Some(of_one) = inside.of.get_mut(&from)
        {
            *of_one = of_one.saturating_sub(1);
            if *of_one == 0 {
                inside.of.remove(&from);
            }
        }
    }
}

/// One of those inside.
#[derive(Debug)]
pub(in crate::web) struct Place {
    crowd: Arc<Crowd>,
    from: Option<IpAddr>,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.crowd.leave(self.from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(address: &str) -> IpAddr {
        address.parse().unwrap()
    }

    #[test]
    fn one_address_fills_its_own_places_only() {
        let crowd = Crowd::new(5, 2);
        let mut kept = vec![crowd.enter(Some(at("10.0.0.1"))).unwrap()];
        kept.push(crowd.enter(Some(at("10.0.0.1"))).unwrap());
        assert!(crowd.enter(Some(at("10.0.0.1"))).is_none());
        kept.push(crowd.enter(Some(at("10.0.0.2"))).unwrap());
        kept.push(crowd.enter(None).unwrap());
        kept.push(crowd.enter(None).unwrap());
        assert!(crowd.enter(Some(at("10.0.0.3"))).is_none(), "five are inside");
        kept.remove(0);
        let again = crowd.enter(Some(at("10.0.0.1")));
        assert!(again.is_some(), "a place was given back");
        drop((kept, again));
        assert_eq!(crowd.inside.lock().unwrap().in_all, 0);
        assert!(crowd.inside.lock().unwrap().of.is_empty(), "nobody is remembered who left");
    }

    #[test]
    fn addresses_of_one_ipv6_connection_are_one() {
        let crowd = Crowd::new(9, 1);
        let _kept = crowd.enter(Some(at("2001:db8:1:2::5"))).unwrap();
        assert!(crowd.enter(Some(at("2001:db8:1:2:ffff::9"))).is_none());
        assert!(crowd.enter(Some(at("2001:db8:1:3::5"))).is_some());
    }
}
