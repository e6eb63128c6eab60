//! Invented people and where they live.
//!
//! Names follow how common Vietnamese names are. Telephone and identity numbers are of ranges that nobody has
//! (0900, province code 000), so that no practice petition leads to a living person.

use super::random::{Random, count};
use super::stock::{Places, Stock};
use crate::domain::person::{IdentityNumber, Petitioner, Phone};

/// A full name of either sex.
pub(super) fn name(stock: &Stock, random: &mut Random) -> String {
    if random.per_mille(520) { man(stock, random) } else { woman(stock, random) }
}

/// A man's full name.
pub(super) fn man(stock: &Stock, random: &mut Random) -> String {
    let people = &stock.people;
    let surname = people.surnames.pick(random);
    joined([surname, people.male_middles.pick(random), people.male_givens.pick(random)])
}

/// A woman's full name.
pub(super) fn woman(stock: &Stock, random: &mut Random) -> String {
    let people = &stock.people;
    let surname = people.surnames.pick(random);
    joined([surname, people.female_middles.pick(random), people.female_givens.pick(random)])
}

fn joined(words: [Option<&String>; 3]) -> String {
    let mut name = String::with_capacity(32);
    for word in words.into_iter().flatten().filter(|word| !word.is_empty()) {
        if !name.is_empty() {
            name.push(' ');
        }
        name.push_str(word);
    }
    name
}

/// A petitioner who lives in this ward, in this quarter of it.
pub(super) fn petitioner(
    stock: &Stock,
    ward: &str,
    quarter: u32,
    random: &mut Random,
) -> Petitioner {
    let phone = format!("0900{:06}", random.below(1_000_000));
    let identity = format!("000{:09}", random.below(1_000_000_000));
    Petitioner {
        name: name(stock, random),
        address: Some(address(&stock.places, ward, quarter, random)),
        ward: (!ward.is_empty()).then(|| ward.to_owned()),
        identity_number: IdentityNumber::parse(&identity).ok().filter(|_| random.per_mille(400)),
        phone: Phone::parse(&phone).ok().filter(|_| random.per_mille(700)),
    }
}

fn address(places: &Places, ward: &str, quarter: u32, random: &mut Random) -> String {
    if ward.starts_with("xã") {
        return format!("Thôn {quarter}");
    }
    let street = random.pick_skewed(&places.streets).map_or("", String::as_str);
    match random.below(10) {
        0..=5 => format!("Tổ {}, khu vực {quarter}", random.between(1, 79)),
        6..=7 => format!("{} {street}", random.between(1, 420)),
        8 => format!("Hẻm {}/{} {street}", random.between(1, 400), random.between(1, 60)),
        _ => format!("T{} KV{quarter}", random.between(1, 79)),
    }
}

/// A small place with a made-up name ("xóm Bàu Nghì").
pub(super) fn small_place(stock: &Stock, out: &mut String, random: &mut Random) {
    out.push_str(random.pick_skewed(&stock.places.spots).map_or("", String::as_str));
    made_up(stock, out, random);
}

/// One or two made-up syllables, after a space each.
pub(super) fn made_up(stock: &Stock, out: &mut String, random: &mut Random) {
    for _ in 0..random.between(1, 2) {
        let at = random.skewed(count(&stock.syllables)) as usize;
        out.push(' ');
        out.push_str(stock.syllables.get(at).map_or("", String::as_str));
    }
}
