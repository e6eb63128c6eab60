//! The chain: the link of an entry is the digest of the link before it and the entry's stored bytes.
//!
//! Whoever changes, takes out, adds or moves an entry changes every link from there on; a link that was printed and
//! signed therefore vouches for all entries up to it. Pure; used by `store::journal`.

use std::fmt;
use std::str::FromStr;

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// Letters of a printed digest that stand together.
const GROUP: usize = 4;

/// A SHA-256: a link of the chain, or what an entry says of a history.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest in these bytes; `None` when they are not as many as a digest has.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// Its bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// In groups of four, as it is printed and read out.
    pub fn grouped(&self) -> String {
        let hex = HEXLOWER.encode(&self.0);
        let groups: Vec<&str> =
            (0..hex.len()).step_by(GROUP).filter_map(|at| hex.get(at..at + GROUP)).collect();
        groups.join(" ")
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Digest {
    type Err = ();

    /// Reads it as printed: blanks and capitals do not matter.
    fn from_str(raw: &str) -> Result<Self, ()> {
        let letters: String = raw.chars().filter(|c| !c.is_whitespace()).collect();
        let bytes = HEXLOWER_PERMISSIVE.decode(letters.as_bytes()).map_err(drop)?;
        Self::from_bytes(&bytes).ok_or(())
    }
}

/// What the first entry is linked to: the store that the journal belongs to.
pub fn origin(store_id: &[u8]) -> Digest {
    let mut hasher = Sha256::new();
    hasher.update(b"donthu journal");
    hasher.update(store_id);
    Digest(hasher.finalize().into())
}

/// The link of an entry.
pub fn link(previous: Digest, entry: &[u8]) -> Digest {
    let mut hasher = Sha256::new();
    hasher.update(previous.0);
    hasher.update(entry);
    Digest(hasher.finalize().into())
}

/// Digests histories: of one petition, or of many one after the other.
#[derive(Clone, Default)]
pub struct Histories(Sha256);

impl Histories {
    /// Takes in the history of a petition: its key and the stored bytes of its events, oldest first.
    ///
    /// Lengths go in too: what stands in one event can't be read as the beginning of the next.
    pub fn add(&mut self, petition: u64, events: &[impl AsRef<[u8]>]) {
        self.0.update(petition.to_be_bytes());
        self.0.update((events.len() as u64).to_be_bytes());
        for event in events {
            self.0.update((event.as_ref().len() as u64).to_be_bytes());
            self.0.update(event.as_ref());
        }
    }

    /// The digest of all that was taken in.
    pub fn finish(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}

/// A head of the chain as people pass it on: `1234:9f86…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Number of the entry.
    pub number: u64,
    /// Its link.
    pub link: Digest,
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.number, self.link)
    }
}

impl FromStr for Head {
    type Err = ();

    fn from_str(raw: &str) -> Result<Self, ()> {
        let (number, link) = raw.trim().split_once(':').ok_or(())?;
        Ok(Self { number: number.trim().parse().map_err(drop)?, link: link.parse()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(entries: &[&str]) -> Digest {
        entries.iter().fold(origin(b"store"), |previous, entry| link(previous, entry.as_bytes()))
    }

    #[test]
    fn a_link_vouches_for_what_every_entry_before_it_says_and_where_it_stands() {
        let whole = chain(&["a", "b", "c"]);
        for other in
            [&["a", "b", "d"][..], &["a", "c", "b"], &["a", "c"], &["a", "b"], &["ab", "c"], &[]]
        {
            assert_ne!(chain(other), whole, "{other:?}");
        }
        assert_ne!(origin(b"store"), origin(b"another"));
    }

    #[test]
    fn a_head_is_read_as_it_was_printed() {
        let head = Head { number: 1234, link: chain(&["a"]) };
        assert_eq!(head.to_string().parse(), Ok(head));
        let printed = format!(" 1234 : {} ", head.link.grouped().to_uppercase());
        assert_eq!(printed.parse(), Ok(head));
        assert_eq!(head.link.grouped().len(), 64 + 15);
        for wrong in ["", "1234", "1234:", "x:00", "1:00ff", &format!("1:{}00", head.link)] {
            assert_eq!(wrong.parse::<Head>(), Err(()), "{wrong}");
        }
    }

    #[test]
    fn the_border_between_events_and_petitions_counts() {
        let digest = |petitions: &[(u64, &[&str])]| {
            let mut histories = Histories::default();
            for (petition, events) in petitions {
                histories.add(*petition, events);
            }
            histories.finish()
        };
        let whole = digest(&[(1, &["ab", "c"]), (2, &["d"])]);
        let others: [&[(u64, &[&str])]; 4] = [
            &[(1, &["a", "bc"]), (2, &["d"])],
            &[(1, &["abc"]), (2, &["d"])],
            &[(1, &["ab"]), (2, &["c", "d"])],
            &[(2, &["d"]), (1, &["ab", "c"])],
        ];
        for other in others {
            assert_ne!(digest(other), whole, "{other:?}");
        }
    }
}
