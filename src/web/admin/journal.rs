//! `/quan-tri/nhat-ky`: the journal, newest first. What is asked stands in the address.
//!
//! An entry is told in ids; what a history says beside it comes with [`read::Line`] where the reader may read the petition.

pub(in crate::web) mod closing;

use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use serde::Deserialize;

use crate::app::journal::read::{self, Filter, Line};
use crate::app::settings::Office;
use crate::domain::id::PetitionId;
use crate::domain::journal::Who;
use crate::domain::journal::kind::ActKind;
use crate::label;
use crate::web::error::PageResult;
use crate::web::extract::{Query, SignedIn};
use crate::web::form::blocking;
use crate::web::page::{Frame, Place, html};
use crate::web::petitions::list::Choice;
use crate::web::view::joined;
use crate::web::{Shared, filters};

const PAGE: &str = "/quan-tri/nhat-ky";
/// How the address names who has no account.
const CONSOLE: &str = "may-chu";
const STRANGER: &str = "chua-dang-nhap";

#[derive(Template)]
#[template(path = "admin/journal.html", config = "assets/askama.toml")]
struct JournalPage {
    frame: Frame,
    lines: Vec<EntryLine>,
    /// The head of the chain: number and link.
    head: Option<(u64, String)>,
    people: Vec<Choice>,
    kinds: Vec<Choice>,
    asked: Asked,
    wrong: Vec<String>,
    is_filtered: bool,
    is_tired: bool,
    first_page: Option<String>,
    next_page: Option<String>,
}

struct EntryLine {
    number: u64,
    at: String,
    who: String,
    from: String,
    what: String,
    /// What the history says, or why, as far as the reader may know.
    details: Vec<String>,
    petition: Option<PetitionId>,
    is_refusal: bool,
}

/// The address as it came. What means nothing is left out, and said.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Asked {
    nguoi: String,
    viec: String,
    don: String,
    tu: String,
    den: String,
    truoc: String,
}

impl Asked {
    fn filter(&self) -> Filter {
        Filter {
            who: read_who(&self.nguoi),
            kind: ActKind::from_code(&self.viec),
            petition: self.don.parse().ok(),
            from: label::read_date(&self.tu),
            to: label::read_date(&self.den),
        }
    }

    /// What was typed and can't be read.
    fn wrong(&self) -> Vec<String> {
        let read = self.filter();
        let typed = [
            (&self.don, read.petition.is_some()),
            (&self.tu, read.from.is_some()),
            (&self.den, read.to.is_some()),
        ];
        let wrong =
            typed.into_iter().filter(|(typed, is_read)| !is_read && !typed.trim().is_empty());
        wrong.map(|(typed, _)| typed.clone()).collect()
    }
}

fn read_who(code: &str) -> Option<Who> {
    match code {
        CONSOLE => Some(Who::Console),
        STRANGER => Some(Who::Stranger),
        account => account.parse().ok().map(Who::Account),
    }
}

fn who_code(who: Who) -> String {
    match who {
        Who::Console => CONSOLE.into(),
        Who::Stranger => STRANGER.into(),
        Who::Account(account) => account.to_string(),
    }
}

/// Address of a page of these entries.
fn address(filter: &Filter, before: Option<u64>) -> String {
    let parts = [
        ("nguoi", filter.who.map(who_code)),
        ("viec", filter.kind.map(|kind| kind.code().to_owned())),
        ("don", filter.petition.map(|id| id.to_string())),
        ("tu", filter.from.map(label::date)),
        ("den", filter.to.map(label::date)),
        ("truoc", before.map(|before| before.to_string())),
    ];
    let parts = parts.into_iter().filter_map(|(name, value)| Some((name, value?)));
    joined(PAGE, &parts.collect::<Vec<_>>())
}

pub(in crate::web) async fn show(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> PageResult {
    let page = blocking(&app, move |app| {
        let (filter, before) = (asked.filter(), asked.truoc.parse().ok());
        let (page, office) = (read::page(app, &actor, &filter, before)?, app.office());
        Ok(JournalPage {
            frame: Frame::new(app, &actor, Place::Journal)?,
            lines: page.lines.into_iter().map(|line| entry_line(line, &office)).collect(),
            head: page.head.map(|head| (head.number, head.link.grouped())),
            people: people(&office, filter.who),
            kinds: kinds(filter.kind),
            wrong: asked.wrong(),
            is_filtered: filter != Filter::default(),
            is_tired: page.is_tired,
            first_page: before.map(|_| address(&filter, None)),
            next_page: page.next.map(|next| address(&filter, Some(next))),
            asked,
        })
    })
    .await?;
    html(&page)
}

fn entry_line(line: Line, office: &Office) -> EntryLine {
    let Line { numbered, petition, events } = line;
    let entry = numbered.entry;
    let told = events.iter().map(|event| label::happening(&event.happening, office.on(event.on)));
    EntryLine {
        number: numbered.number,
        at: label::moment(entry.at),
        who: label::who(entry.who, office),
        from: entry.from.map(|place| place.as_str().to_owned()).unwrap_or_default(),
        what: label::act(&entry.act, office),
        details: told.collect(),
        petition,
        is_refusal: entry.act.kind() == ActKind::Refusal,
    }
}

/// Everybody with an account, by name, and who has none.
fn people(office: &Office, chosen: Option<Who>) -> Vec<Choice> {
    let mut all: Vec<Who> = office.people.keys().map(|account| Who::Account(*account)).collect();
    all.sort_by_cached_key(|who| crate::domain::alphabet::place(&label::who(*who, office)));
    let all = [Who::Console, Who::Stranger].into_iter().chain(all);
    let choice = |who| Choice {
        value: who_code(who),
        label: label::who(who, office),
        is_chosen: chosen == Some(who),
    };
    all.map(choice).collect()
}

fn kinds(chosen: Option<ActKind>) -> Vec<Choice> {
    let choice = |kind: &ActKind| Choice {
        value: kind.code().to_owned(),
        label: label::act_kind(*kind).to_owned(),
        is_chosen: chosen == Some(*kind),
    };
    ActKind::ALL.iter().map(choice).collect()
}

/// The first day of a day's month.
fn month_of(day: NaiveDate) -> NaiveDate {
    use chrono::Datelike;
    day.with_day(1).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::AccountId;

    #[test]
    fn an_address_leads_back_to_what_was_asked() {
        for who in [Who::Console, Who::Stranger, Who::Account(AccountId(7))] {
            let filter = Filter {
                who: Some(who),
                kind: Some(ActKind::Identity),
                petition: Some(PetitionId { year: 2026, serial: 12 }),
                from: NaiveDate::from_ymd_opt(2026, 11, 2),
                to: NaiveDate::from_ymd_opt(2026, 11, 25),
            };
            let uri: axum::http::Uri = address(&filter, Some(99)).parse().unwrap();
            let asked: Asked = axum_extra::extract::Query::try_from_uri(&uri).unwrap().0;
            assert_eq!((asked.filter(), asked.truoc.as_str()), (filter, "99"));
        }
        assert_eq!(address(&Filter::default(), None), PAGE);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let asked = Asked { don: "mười".into(), tu: "31/02/2026".into(), ..Asked::default() };
        assert_eq!(asked.wrong(), ["mười", "31/02/2026"]);
        assert_eq!(asked.filter(), Filter::default());
    }
}
