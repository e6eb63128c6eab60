//! Sentences with places to fill: `"thửa đất số {plot}, tờ bản đồ số {sheet}"`.
//!
//! Read once from the word stock; a slot that is not known is an error of the stock, found by its test.

use super::stock::StockError;

/// What a place in a sentence is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// From the case: the same in all its petitions.
    Case(OfCase),
    /// Chosen anew each time.
    Anew(Anew),
}

/// Facts of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OfCase {
    Sender,
    Ward,
    Quarter,
    Plot,
    Sheet,
    Area,
    Decision,
    Decided,
    House,
    Alley,
    Street,
    Project,
    Business,
    School,
    Person,
    Place,
    Million,
    Year,
    People,
    Times,
    Age,
}

/// What is told differently each time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anew {
    Date,
    Number,
    When,
    Kin,
    KinCapital,
    Trade,
    Thing,
    Object,
    Illness,
    SmallPlace,
    Man,
    Woman,
    Witness,
}

const NAMES: [(&str, Slot); 34] = [
    ("sender", Slot::Case(OfCase::Sender)),
    ("ward", Slot::Case(OfCase::Ward)),
    ("quarter", Slot::Case(OfCase::Quarter)),
    ("plot", Slot::Case(OfCase::Plot)),
    ("sheet", Slot::Case(OfCase::Sheet)),
    ("area", Slot::Case(OfCase::Area)),
    ("decision", Slot::Case(OfCase::Decision)),
    ("decided", Slot::Case(OfCase::Decided)),
    ("house", Slot::Case(OfCase::House)),
    ("alley", Slot::Case(OfCase::Alley)),
    ("street", Slot::Case(OfCase::Street)),
    ("project", Slot::Case(OfCase::Project)),
    ("business", Slot::Case(OfCase::Business)),
    ("school", Slot::Case(OfCase::School)),
    ("person", Slot::Case(OfCase::Person)),
    ("place", Slot::Case(OfCase::Place)),
    ("million", Slot::Case(OfCase::Million)),
    ("year", Slot::Case(OfCase::Year)),
    ("people", Slot::Case(OfCase::People)),
    ("times", Slot::Case(OfCase::Times)),
    ("age", Slot::Case(OfCase::Age)),
    ("date", Slot::Anew(Anew::Date)),
    ("number", Slot::Anew(Anew::Number)),
    ("when", Slot::Anew(Anew::When)),
    ("kin", Slot::Anew(Anew::Kin)),
    ("Kin", Slot::Anew(Anew::KinCapital)),
    ("trade", Slot::Anew(Anew::Trade)),
    ("thing", Slot::Anew(Anew::Thing)),
    ("object", Slot::Anew(Anew::Object)),
    ("illness", Slot::Anew(Anew::Illness)),
    ("small_place", Slot::Anew(Anew::SmallPlace)),
    ("man", Slot::Anew(Anew::Man)),
    ("woman", Slot::Anew(Anew::Woman)),
    ("witness", Slot::Anew(Anew::Witness)),
];

/// A piece of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Words as they stand.
    Words(String),
    /// A place to fill.
    Slot(Slot),
}

/// A sentence with its places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Template(pub(super) Vec<Piece>);

impl Template {
    /// Reads the places in braces.
    pub(super) fn parse(text: &str) -> Result<Self, StockError> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let wrong = || StockError::Slot(text.to_owned());
            let (name, behind) = after.split_once('}').ok_or_else(wrong)?;
            let slot = NAMES.iter().find(|(n, _)| *n == name).ok_or_else(wrong)?.1;
            if !before.is_empty() {
                pieces.push(Piece::Words(before.to_owned()));
            }
            pieces.push(Piece::Slot(slot));
            rest = behind;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Words(rest.to_owned()));
        }
        Ok(Self(pieces))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_and_unknown_ones_refused() {
        let words = |text: &str| Piece::Words(text.to_owned());
        let read = Template::parse("thửa {plot}, tờ {sheet}").unwrap();
        let expected = vec![
            words("thửa "),
            Piece::Slot(Slot::Case(OfCase::Plot)),
            words(", tờ "),
            Piece::Slot(Slot::Case(OfCase::Sheet)),
        ];
        assert_eq!(read.0, expected);
        assert!(Template::parse("thửa {plat}").is_err());
        assert!(Template::parse("thửa {plot").is_err());
    }
}
