//! Writes what a petition says: a summary of the matter in one of several wordings, then the story around it.
//!
//! 60 to 300 syllables, about 160 on average. Some senders place tones the old way ("hoà") and some
//! write "Qui Nhơn", as in real offices, so that search has to cope.

use std::fmt::Write as _;

use chrono::{Datelike, NaiveDate};

use super::matter::{Matter, earlier};
use super::person;
use super::random::Random;
use super::stock::{Stock, Topic};
use super::template::{Anew, OfCase, Piece, Slot, Template};

/// What fills the sentences of one petition.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fill<'a> {
    pub(super) matter: &'a Matter,
    pub(super) received_on: NaiveDate,
    /// 1 for the first petition of the case.
    pub(super) times: u32,
}

/// Writes sentences of one petition.
#[derive(Debug)]
pub(super) struct Writer<'a, 'r> {
    pub(super) stock: &'a Stock,
    pub(super) fill: Fill<'a>,
    pub(super) random: &'r mut Random,
}

impl Writer<'_, '_> {
    /// The whole content of the petition.
    pub(super) fn content(&mut self) -> String {
        let stock = self.stock;
        let prose = &stock.prose;
        let mut out = String::with_capacity(1_400);
        let Some(topic) = stock.topics.get(self.fill.matter.topic) else { return out };
        if self.fill.times > 1 {
            self.one_of(&prose.repeats, &mut out);
        }
        self.one_of(&topic.summaries, &mut out);
        if self.fill.times > 1 {
            self.one_of(&prose.repeat_notes, &mut out);
        }
        out.push('.');
        let wanted = self.wanted_syllables();
        if self.random.per_mille(750) {
            self.sentence(&prose.openings, &mut out);
        }
        self.story(topic, wanted, &mut out);
        self.sentence(&topic.requests, &mut out);
        if self.random.per_mille(700) {
            self.sentence(&prose.closings, &mut out);
        }
        out
    }

    /// Syllables before the request: between 30 and 230, 130 on average.
    fn wanted_syllables(&mut self) -> usize {
        (30 + self.random.below(101) + self.random.below(101)) as usize
    }

    /// Sentences of the topic and of life around it, none twice, until there are enough syllables.
    fn story(&mut self, topic: &Topic, wanted: usize, out: &mut String) {
        let stock = self.stock;
        let [history, circumstances, arguments] = &stock.prose.middles;
        let lists = [&topic.details, history, circumstances, arguments];
        let mut used = [0_u64; 4];
        let mut syllables = spaces(out);
        for _ in 0..40 {
            if syllables >= wanted {
                break;
            }
            // Half of a petition is its matter; the rest is what people tell besides.
            let list = usize::try_from(self.random.below(6).saturating_sub(2)).unwrap_or(0);
            let at = self.random.skewed(super::random::count(lists[list]));
            if used[list] & (1 << at) != 0 {
                continue;
            }
            used[list] |= 1 << at;
            let from = out.len();
            if let Some(template) = lists[list].get(at as usize) {
                out.push(' ');
                self.write(template, out);
            }
            syllables += spaces(&out[from..]);
        }
    }

    fn sentence(&mut self, list: &[Template], out: &mut String) {
        out.push(' ');
        self.one_of(list, out);
    }

    fn one_of(&mut self, list: &[Template], out: &mut String) {
        if let Some(template) = self.random.pick(list) {
            self.write(template, out);
        }
    }

    /// Writes the sentence with its places filled.
    pub(super) fn write(&mut self, template: &Template, out: &mut String) {
        for piece in &template.0 {
            match piece {
                Piece::Words(words) => out.push_str(words),
                Piece::Slot(Slot::Case(slot)) => self.fill_from_case(*slot, out),
                Piece::Slot(Slot::Anew(slot)) => self.fill_anew(*slot, out),
            }
        }
    }

    fn fill_from_case(&self, slot: OfCase, out: &mut String) {
        let matter = self.fill.matter;
        match slot {
            OfCase::Sender => {
                let name = matter.petitioner.as_ref().map_or("người dân", |p| p.name.as_str());
                out.push_str(name);
            }
            OfCase::Ward if matter.ward.is_empty() => out.push_str("thành phố"),
            OfCase::Ward => out.push_str(&matter.ward),
            OfCase::Street => out.push_str(&matter.street),
            OfCase::Project => out.push_str(&matter.project),
            OfCase::Business => out.push_str(&matter.business),
            OfCase::School => out.push_str(&matter.school),
            OfCase::Person => out.push_str(&matter.person),
            OfCase::Place => out.push_str(&matter.place),
            OfCase::Quarter => number(matter.quarter, out),
            OfCase::Plot => number(matter.plot, out),
            OfCase::Sheet => number(matter.sheet, out),
            OfCase::Area => number(matter.area, out),
            OfCase::Decision => number(matter.decision, out),
            OfCase::House => number(matter.house, out),
            OfCase::Alley => number(matter.alley, out),
            OfCase::Million => number(matter.million, out),
            OfCase::Year => number(matter.year, out),
            OfCase::People => number(matter.people, out),
            OfCase::Age => number(matter.age, out),
            OfCase::Times => number(self.fill.times, out),
            OfCase::Decided => date(matter.decided, out),
        }
    }

    /// What is told differently each time.
    fn fill_anew(&mut self, slot: Anew, out: &mut String) {
        let (stock, random) = (self.stock, &mut *self.random);
        let words = &stock.prose.words;
        let list = match slot {
            Anew::When => &words.when,
            Anew::Kin | Anew::KinCapital => &words.kin,
            Anew::Trade => &words.trade,
            Anew::Thing => &words.thing,
            Anew::Object => &words.object,
            Anew::Illness => &words.illness,
            Anew::Date => {
                return date(earlier(self.fill.received_on, random.between(10, 700)), out);
            }
            Anew::Number => return number(2 + random.skewed(60), out),
            Anew::SmallPlace => return person::small_place(stock, out, random),
            Anew::Man => return out.push_str(&person::man(stock, random)),
            Anew::Woman => return out.push_str(&person::woman(stock, random)),
            Anew::Witness => return out.push_str(&person::name(stock, random)),
        };
        let word = random.pick_skewed(list).map_or("", String::as_str);
        let mut letters = word.chars();
        if slot == Anew::KinCapital {
            out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        }
        out.push_str(letters.as_str());
    }
}

fn spaces(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b' ').count()
}

fn number(value: u32, out: &mut String) {
    // Writing to a String cannot fail.
    let _ = write!(out, "{value}");
}

fn date(day: NaiveDate, out: &mut String) {
    let _ = write!(out, "{:02}/{:02}/{}", day.day(), day.month(), day.year());
}

/// Moves the tone of open syllables to the second vowel: "hòa" becomes "hoà", "thùy" becomes "thuỳ".
pub(super) fn with_old_tones(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut before = ' ';
    while let Some(letter) = letters.next() {
        let moved = letters.peek().and_then(|next| moved_tone(letter, *next));
        let next = letters.peek().copied().unwrap_or(' ');
        out.push(letter);
        if let Some((plain, toned)) = moved.filter(|_| !matches!(before, 'q' | 'Q')) {
            let mut ahead = letters.clone();
            ahead.next();
            if !ahead.next().is_some_and(char::is_alphabetic) {
                out.pop();
                out.push(plain);
                out.push(toned);
                letters.next();
                before = next;
                continue;
            }
        }
        before = letter;
    }
    out
}

fn moved_tone(first: char, second: char) -> Option<(char, char)> {
    const TONED: [(&str, char); 2] = [("òóỏõọ", 'o'), ("ùúủũụ", 'u')];
    let (marked, plain) = TONED.iter().find(|(marked, _)| marked.contains(first))?;
    let tone = marked.chars().position(|c| c == first)?;
    let toned = match (plain, second) {
        ('o', 'a') => "àáảãạ",
        ('o', 'e') => "èéẻẽẹ",
        ('u', 'y') => "ỳýỷỹỵ",
        ('u', 'ê') => "ềếểễệ",
        _ => return None,
    };
    toned.chars().nth(tone).map(|toned| (*plain, toned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_tones_move_only_in_open_syllables() {
        let rows = [
            ("hòa giải, Thúy, tủy", "hoà giải, Thuý, tuỷ"),
            ("hoàn, khoản, toàn", "hoàn, khoản, toàn"),
            ("của, mùa, sửa", "của, mùa, sửa"),
            ("khỏe", "khoẻ"),
            ("Hòa", "Hoà"),
        ];
        for (new, old) in rows {
            assert_eq!(with_old_tones(new), old);
        }
    }
}
