//! Looking into the term dictionaries: beginnings of words, and one slip of the hand.
//!
//! A slip is one letter too many, too few, another, or two exchanged, in a word of four letters or more (as typed or
//! as meant) and never in one with a digit: 2001 is not 2000. Candidates are made and looked up, which costs some
//! hundred look-ups a word and needs no automaton. Used by `tiers` and `searcher`.

use std::cmp::Reverse;
use std::collections::HashMap;

use tantivy::schema::Field;
use tantivy::termdict::TermDictionary;

use super::collect::Snapshot;
use super::error::SearchError;
use crate::domain::syllable;

/// Terms of one dictionary that are looked at for one beginning.
const SCANNED: usize = 1_024;
/// Letters of a word in which a slip is forgiven.
const SLIP_LETTERS: usize = 4;
/// Longest word that is respelled.
const SLIP_LONGEST: usize = 12;

/// Up to `limit` terms that begin so, the commonest first.
pub(super) fn beginning_with(
    snapshot: &Snapshot,
    field: Field,
    start: &str,
    limit: usize,
) -> Result<Vec<String>, SearchError> {
    let mut counts: HashMap<Vec<u8>, u32> = HashMap::new();
    for segment in snapshot.searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        scan(inverted.terms(), start, &mut counts)?;
        if let Some(other) = syllable::unfinished(start) {
            scan(inverted.terms(), &other, &mut counts)?;
        }
    }
    let mut found: Vec<(Reverse<u32>, Vec<u8>)> =
        counts.into_iter().map(|(term, count)| (Reverse(count), term)).collect();
    found.sort_unstable();
    Ok(found.into_iter().take(limit).filter_map(|(_, term)| String::from_utf8(term).ok()).collect())
}

fn scan(
    terms: &TermDictionary,
    start: &str,
    counts: &mut HashMap<Vec<u8>, u32>,
) -> Result<(), SearchError> {
    let mut terms = terms.range().ge(start).into_stream()?;
    let mut scanned = 0;
    while scanned < SCANNED && terms.advance() && terms.key().starts_with(start.as_bytes()) {
        let doc_freq = terms.value().doc_freq;
        match counts.get_mut(terms.key()) {
            Some(count) => *count += doc_freq,
            None => {
                counts.insert(terms.key().to_vec(), doc_freq);
            }
        }
        scanned += 1;
    }
    Ok(())
}

/// Up to `limit` terms one slip away from a folded word, the commonest first.
pub(super) fn one_slip_away(
    snapshot: &Snapshot,
    field: Field,
    word: &str,
    limit: usize,
) -> Result<Vec<String>, SearchError> {
    let mut found = Vec::new();
    for meant in respelled(word) {
        let count = snapshot.frequency(field, &meant)?;
        if count > 0 {
            found.push((Reverse(count), meant));
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found.into_iter().take(limit).map(|(_, term)| term).collect())
}

/// Every word of letters one slip away, where either side has four letters.
fn respelled(word: &str) -> Vec<String> {
    let letters = word.as_bytes();
    let plain = letters.iter().all(u8::is_ascii_lowercase);
    if !plain || letters.len() + 1 < SLIP_LETTERS || letters.len() > SLIP_LONGEST {
        return Vec::new();
    }
    let mut out = Vec::with_capacity(letters.len() * 54 + 26);
    for at in 0..=letters.len() {
        let (head, tail) = letters.split_at(at);
        if let [_, rest @ ..] = tail {
            out.push([head, rest].concat());
        }
        if let [a, b, rest @ ..] = tail
            && a != b
        {
            out.push([head, &[*b, *a], rest].concat());
        }
        for letter in b'a'..=b'z' {
            out.push([head, &[letter], tail].concat());
            if let [old, rest @ ..] = tail
                && *old != letter
            {
                out.push([head, &[letter], rest].concat());
            }
        }
    }
    let long = letters.len() >= SLIP_LETTERS;
    out.retain(|meant| long || meant.len() >= SLIP_LETTERS);
    out.into_iter().filter_map(|meant| String::from_utf8(meant).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_in_words_of_four_letters() {
        for (typed, meant) in [
            ("huynnh", "huynh"),
            ("quc", "quoc"),
            ("nuyen", "nguyen"),
            ("oah", "oanh"),
            ("trnag", "trang"),
            ("phham", "pham"),
            ("xan", "xuan"),
            ("tran", "tra"),
        ] {
            assert!(respelled(typed).iter().any(|word| word == meant), "{typed} → {meant}");
        }
        for (typed, other) in
            [("xan", "van"), ("tha", "th"), ("le", "lei"), ("2001", "2000"), ("so7n", "son")]
        {
            assert!(!respelled(typed).iter().any(|word| word == other), "{typed} → {other}");
        }
    }
}
