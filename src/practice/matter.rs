//! The matter of a case: who, where, which plot, which decision. The same in all petitions of the case.
//!
//! It is made anew from the case's seed each time that it is needed, so that a million cases need no memory.

use chrono::{Days, NaiveDate};

use super::person;
use super::random::Random;
use super::stock::Stock;
use super::writing::{Fill, Writer};
use crate::domain::person::Petitioner;
use crate::domain::petition::Kind;

/// What all petitions of a case have in common.
#[derive(Debug, Clone)]
pub(super) struct Matter {
    pub(super) kind: Kind,
    /// Position in the stock's topics.
    pub(super) topic: usize,
    /// `None`: the sender gives no name.
    pub(super) petitioner: Option<Petitioner>,
    pub(super) group_size: u32,
    pub(super) respondent: Option<String>,
    pub(super) ward: String,
    pub(super) quarter: u32,
    pub(super) plot: u32,
    pub(super) sheet: u32,
    pub(super) area: u32,
    pub(super) decision: u32,
    pub(super) decided: NaiveDate,
    pub(super) house: u32,
    pub(super) alley: u32,
    pub(super) street: String,
    pub(super) project: String,
    pub(super) business: String,
    pub(super) school: String,
    pub(super) person: String,
    pub(super) place: String,
    pub(super) million: u32,
    pub(super) year: u32,
    pub(super) people: u32,
    pub(super) age: u32,
}

/// Of a thousand petitions, so many are denunciations and so many complaints.
const DENUNCIATIONS: u32 = 57;
const COMPLAINTS: u32 = 324;

/// Of a thousand cases, so many are anonymous: about 6 of a thousand petitions, as they do not come again.
const ANONYMOUS: u32 = 10;

impl Matter {
    /// The matter of the case with this seed, whose first petition came on `opened`, out of one of the `wards`.
    pub(super) fn of(seed: u64, opened: NaiveDate, stock: &Stock, wards: &[String]) -> Self {
        let random = &mut Random::new(seed);
        let kind = match random.below(1000) {
            n if n < DENUNCIATIONS => Kind::Denunciation,
            n if n < DENUNCIATIONS + COMPLAINTS => Kind::Complaint,
            _ => Kind::Suggestion,
        };
        let topic = stock.topic(kind, random);
        let ward = random.pick(wards).cloned().unwrap_or_default();
        let quarter = random.between(1, 9);
        let is_anonymous = random.per_mille(ANONYMOUS);
        let petitioner = person::petitioner(stock, &ward, quarter, random);
        let places = &stock.places;
        let chosen = |list: &[String], random: &mut Random| {
            random.pick_skewed(list).cloned().unwrap_or_default()
        };
        let mut matter = Self {
            kind,
            topic,
            petitioner: (!is_anonymous).then_some(petitioner),
            group_size: if is_anonymous { 1 } else { group_size(random) },
            respondent: None,
            ward,
            quarter,
            plot: random.between(1, 480),
            sheet: random.between(1, 60),
            area: random.between(40, 900),
            decision: random.between(12, 9_990),
            decided: earlier(opened, random.between(30, 900)),
            house: random.between(1, 420),
            alley: random.between(1, 400),
            street: chosen(&places.streets, random),
            project: chosen(&places.projects, random),
            business: chosen(&places.businesses, random),
            school: chosen(&places.schools, random),
            person: person::man(stock, random),
            place: String::new(),
            million: random.between(3, 900),
            year: random.between(1972, 2008),
            people: random.between(2, 9),
            age: random.between(27, 88),
        };
        person::made_up(stock, &mut matter.business, random);
        person::made_up(stock, &mut matter.school, random);
        person::small_place(stock, &mut matter.place, random);
        matter.respondent = matter.name_respondent(opened, stock, random);
        matter
    }

    fn name_respondent(
        &self,
        opened: NaiveDate,
        stock: &Stock,
        random: &mut Random,
    ) -> Option<String> {
        let template = random.pick(&stock.topics.get(self.topic)?.respondents)?;
        let mut respondent = String::new();
        let fill = Fill { matter: self, received_on: opened, times: 1 };
        Writer { stock, fill, random }.write(template, &mut respondent);
        Some(respondent)
    }
}

/// One person mostly; a couple or neighbours sometimes; a group in one case of ten, small ones more often.
fn group_size(random: &mut Random) -> u32 {
    match random.below(100) {
        0..=9 => 5 + random.skewed(56),
        10..=15 => random.between(2, 4),
        _ => 1,
    }
}

/// So many days before.
pub(super) fn earlier(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_sub_days(Days::new(u64::from(days))).unwrap_or(day)
}

/// So many days after.
pub(super) fn later(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(days))).unwrap_or(day)
}
