//! Everybody at every route, with petitions that are theirs and that are not: the answer is what the table and the scope
//! say, nothing is done that was not offered, and all that counts or lists agrees.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use axum::http::StatusCode;
use donthu::app::export;
use donthu::domain::id::PetitionId;
use donthu::domain::permission::Right;
use donthu::web::routes::table;
use donthu::web::table::{Needs, Route};

use crate::support::Office;
use crate::support::address::{filled, found, sample};
use crate::support::city::{City, Person};
use crate::support::crawl::{everything, told};
use crate::support::html::{Form, forms};

/// What the table and the scope refuse; `None` is let in.
fn refusal(
    city: &City,
    person: &Person,
    needs: Needs,
    id: Option<PetitionId>,
) -> Option<StatusCode> {
    if needs.right().is_some_and(|right| !person.actor.has(right)) {
        return Some(StatusCode::FORBIDDEN);
    }
    let id = id.filter(|_| needs == Needs::Petition)?;
    let petition = city.office.app.store.read().unwrap().petition(id).unwrap();
    let is_in_reach = petition.is_some_and(|petition| person.actor.may_read(&petition));
    (!is_in_reach).then_some(StatusCode::NOT_FOUND)
}

/// All that the store would give out, to see whether anything was changed.
fn everything_stored(office: &Office) -> String {
    let mut lines = Vec::new();
    export::json_lines(&office.app, &mut lines).unwrap();
    let mut text = String::from_utf8(lines).unwrap();
    let snapshot = office.app.store.read().unwrap();
    write!(text, "{:?} {}", snapshot.accounts().unwrap(), office.app.store.last_seq()).unwrap();
    text
}

fn address_of(route: &Route, id: PetitionId) -> String {
    filled(route, |parameter| match parameter {
        "year" => id.year.to_string(),
        "serial" => format!("{:04}", id.serial),
        other => sample(other),
    })
}

#[tokio::test]
async fn each_is_answered_as_the_table_and_the_scope_say() {
    let city = City::new().await;
    let before = everything_stored(&city.office);
    for person in &city.people {
        for route in table().into_iter().filter(|route| route.needs != Needs::Anybody) {
            let is_of_petition = route.needs == Needs::Petition;
            for id in city.petitions().into_iter().take(if is_of_petition { 6 } else { 1 }) {
                let address = address_of(&route, id);
                let refused = refusal(&city, person, route.needs, Some(id));
                // What a form does for those who may send it is told elsewhere.
                if refused.is_none() && route.method == "POST" {
                    continue;
                }
                let page = city.office.ask(&person.cookie, route.method, &address).await;
                let who = format!("{}: {} {address}: {}", person.name, route.method, page.status);
                match refused {
                    Some(refused) => assert_eq!(page.status, refused, "{who}"),
                    None if is_of_petition => assert!(!page.status.is_server_error(), "{who}"),
                    None => assert!(page.status != StatusCode::FORBIDDEN, "{who}"),
                }
            }
        }
    }
    assert!(everything_stored(&city.office) == before, "a refused request changed something");
}

/// Two answers that differ would tell which numbers are given.
#[tokio::test]
async fn a_petition_out_of_reach_is_as_one_that_does_not_exist() {
    let city = City::new().await;
    let never = city.petitions().pop().unwrap();
    for person in city.people.iter().filter(|person| person.actor.has(Right::ReadPetitions)) {
        for route in table().into_iter().filter(|route| route.needs == Needs::Petition) {
            for id in city.petitions() {
                if refusal(&city, person, route.needs, Some(id)).is_none() {
                    continue;
                }
                let (hidden, missing) = (address_of(&route, id), address_of(&route, never));
                let hidden = city.office.ask(&person.cookie, route.method, &hidden).await;
                let missing = city.office.ask(&person.cookie, route.method, &missing).await;
                assert_eq!(hidden.status, missing.status);
                assert_eq!(told(&hidden), told(&missing), "{} {}", person.name, route.pattern);
            }
        }
    }
}

/// The forms that people are offered, with who is.
async fn offered(city: &City) -> BTreeMap<String, (Form, BTreeSet<&'static str>)> {
    let mut offered: BTreeMap<String, (Form, BTreeSet<&str>)> = BTreeMap::new();
    for person in &city.people {
        let own = person.actor.account.to_string();
        for (address, page) in everything(&city.office, person).await {
            for form in forms(&page.html()).into_iter().filter(|form| form.is_post) {
                let needs = found("POST", &form.action).unwrap().needs;
                let is_marked = form.is_upload || form.pairs().contains(&("nguoi_mo", &own));
                // Setting codes up asks for the password and shows nothing that was typed.
                let is_open = matches!(needs, Needs::Anybody | Needs::OwnCodes);
                assert!(is_open || is_marked, "{address}: whose form is {}?", form.action);
                let entry = offered.entry(form.action.clone());
                entry.or_insert_with(|| (form, BTreeSet::new())).1.insert(person.name);
            }
        }
    }
    offered
}

/// Every form that anybody is offered is sent by everybody else.
#[tokio::test]
async fn what_is_not_offered_is_not_done() {
    let city = City::new().await;
    let offered = offered(&city).await;
    assert!(offered.len() > 30, "only {} forms were found", offered.len());
    let before = everything_stored(&city.office);
    for (action, (form, by)) in &offered {
        for person in city.people.iter().filter(|person| !by.contains(person.name)) {
            let own = person.actor.account.to_string();
            let typed = form.pairs().into_iter().map(|pair| match pair {
                ("nguoi_mo", _) => ("nguoi_mo", own.as_str()),
                (name, "") => (name, "thử"),
                typed => typed,
            });
            let typed: Vec<(&str, &str)> = typed.collect();
            let answer = city.office.post(&person.cookie, action, &typed).await;
            let id = action.strip_prefix("/don/").and_then(|rest| rest.get(..9)?.parse().ok());
            let needs = found("POST", action).unwrap().needs;
            let refused = refusal(&city, person, needs, id);
            let who = format!("{} sends {action}: {}", person.name, answer.status);
            assert!(refused.is_none_or(|refused| refused == answer.status), "{who}");
            let is_error = answer.status.is_client_error() || answer.status.is_redirection();
            assert!(is_error, "{who}");
        }
        assert!(everything_stored(&city.office) == before, "somebody changed what {action} does");
    }
}

/// A browser keeps what was sent, and sends it again when the next person goes back and says yes.
#[tokio::test]
async fn a_form_is_taken_only_from_whom_it_was_made_for() {
    let city = City::new().await;
    let (first, second) = (city.by("counter"), city.by("another at the counter"));
    let page = city.office.get(&first.cookie, "/don/moi").await;
    let form = forms(&page.html()).into_iter().find(|form| form.action == "/don/moi").unwrap();
    let mut typed = form.pairs();
    typed.retain(|(name, _)| *name != "ho_ten" && *name != "ngay_viet");
    typed.extend([("ho_ten", "Quách Kín"), ("ngay_viet", "31/02/2026")]);
    let wrong = city.office.post(&first.cookie, "/don/moi", &typed).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.html().contains("Quách Kín"));
    let again = city.office.post(&second.cookie, "/don/moi", &typed).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.text().contains("Biểu mẫu của người khác") && !again.html().contains("Quách"));
    // After signing out nobody is signed in, and there is no session that has only grown too old.
    let out = city.office.post("", "/don/moi", &typed).await;
    assert!(out.status == StatusCode::SEE_OTHER && out.location().starts_with("/dang-nhap"));
    assert!(!told(&out).contains("Quách"));
}

/// A session is ended by whose it is, whatever its name is guessed or seen to be.
#[tokio::test]
async fn nobody_ends_the_session_of_another() {
    let city = City::new().await;
    let (owner, other) = (city.by("counter"), city.by("administrator"));
    let second = city.office.sign_in(&owner.actor);
    let page = city.office.get(&owner.cookie, "/tai-khoan").await;
    let all = forms(&page.html());
    let form = all.iter().find(|form| form.fields.iter().any(|field| field.name == "phien"));
    let name = form.expect("no form that ends one session").fields.iter();
    let name = name.clone().find(|field| field.name == "phien").unwrap().value.clone();
    for fields in [[("phien", name.as_str())], [("khac", "1")]] {
        city.office.post(&other.cookie, "/tai-khoan/phien", &fields).await;
        for cookie in [&owner.cookie, &second] {
            assert_eq!(city.office.get(cookie, "/").await.status, StatusCode::OK, "{fields:?}");
        }
    }
    city.office.post(&owner.cookie, "/tai-khoan/phien", &[("phien", &name)]).await;
    assert_eq!(city.office.get(&second, "/").await.status, StatusCode::SEE_OTHER);
}

/// The numbers of all pages of a list, and how many the first one says there are.
async fn listed(city: &City, person: &Person, address: &str) -> BTreeSet<String> {
    let (mut numbers, mut next) = (BTreeSet::new(), Some(address.to_owned()));
    while let Some(address) = next {
        let page = city.office.get(&person.cookie, &address).await;
        assert_eq!(page.status, StatusCode::OK, "{} at {address}", person.name);
        numbers.extend(page.numbers());
        next = page.links().into_iter().find(|link| link.contains("sau="));
    }
    numbers
}

#[tokio::test]
async fn lists_counts_facets_queues_and_files_agree_with_the_scope() {
    let city = City::new().await;
    let snapshot = city.office.app.store.read().unwrap();
    let ids: Vec<PetitionId> = snapshot.petition_ids().unwrap();
    for person in city.people.iter().filter(|person| person.actor.has(Right::ReadPetitions)) {
        let is_theirs = |id: &PetitionId| {
            let petition = snapshot.petition(*id).unwrap().unwrap();
            person.actor.may_read(&petition)
        };
        let theirs: BTreeSet<String> =
            ids.iter().copied().filter(is_theirs).map(|id| id.to_string()).collect();
        let who = person.name;
        assert_eq!(listed(&city, person, "/don").await, theirs, "{who}");
        let sheet = told(&city.office.get(&person.cookie, "/don.xlsx").await);
        let rows = sheet.lines().filter(|cell| cell.parse::<PetitionId>().is_ok());
        assert_eq!(rows.map(str::to_owned).collect::<BTreeSet<_>>(), theirs, "{who}: Excel");
        // Every petition that was typed in tells of land.
        let of_land: BTreeSet<String> = theirs
            .iter()
            .filter(|number| number.starts_with("2026") && **number != city.sealed.to_string())
            .cloned()
            .collect();
        let found = city.office.get(&person.cookie, "/tim?q=%C4%91%E1%BA%A5t").await;
        assert_eq!(found.numbers().into_iter().collect::<BTreeSet<_>>(), of_land, "{who}: search");
        if !of_land.is_empty() {
            let count = format!("{} đơn", of_land.len());
            assert!(found.text().contains(&count), "{who}: {count} in {}", found.text());
        }
        for facet in found
            .links()
            .into_iter()
            .filter(|link| link.starts_with("/tim?q=") && link.contains("don_vi="))
        {
            let narrowed = city.office.get(&person.cookie, &facet).await.numbers();
            assert!(!narrowed.is_empty(), "{who}: {facet} counts what is not there");
        }
        queues_agree(&city, person).await;
    }
}

/// Each number of the first page opens as many rows.
async fn queues_agree(city: &City, person: &Person) {
    let home = city.office.get(&person.cookie, "/").await;
    let html = home.html();
    let mut looked_at = 0;
    for link in html.split("<a href=\"").skip(1) {
        let Some((address, rest)) = link.split_once('"') else { continue };
        let Some(count) = rest.split("</a>").next().and_then(number_in) else { continue };
        let address = address.replace("&#38;", "&");
        if address.starts_with("/don") && !address.starts_with("/don/") {
            assert_eq!(
                listed(city, person, &address).await.len(),
                count,
                "{} at {address}",
                person.name
            );
            looked_at += 1;
        }
    }
    assert!(looked_at >= 2, "{}: no numbers on the first page", person.name);
}

/// The number that a link shows: of a tile, or of an entry of the menu.
fn number_in(link: &str) -> Option<usize> {
    let (_, rest) = link.split_once("<b>").or_else(|| link.split_once("<span class=\"n"))?;
    rest.split(['<', '>']).find_map(|word| word.parse().ok())
}

/// A page that goes on after a petition of somebody else would tell where in one's own order that one stands: with a few
/// petitions of one's own, the sender's name.
#[tokio::test]
async fn a_list_that_goes_on_after_a_foreign_petition_does_not_tell_its_place() {
    let city = City::new().await;
    let officer = city.by("officer");
    for sort in ["nguoi-gui", "-nguoi-gui", "noi-dung", "han", "-trang-thai", "don-vi"] {
        let after = |id| format!("/don?xep={sort}&sau={id}");
        let never = city.petitions().pop().unwrap();
        let expected = city.office.get(&officer.cookie, &after(never)).await.numbers();
        assert_eq!(expected, [city.of_unit.to_string()]);
        for id in [city.of_other, city.of_nobody, city.sealed] {
            let page = city.office.get(&officer.cookie, &after(id)).await;
            assert_eq!(page.numbers(), expected, "{sort} after {id}");
        }
    }
}

/// A step that names another petition said whether there is one, to whoever sent its form.
#[tokio::test]
async fn a_step_does_not_tell_which_numbers_are_given() {
    let city = City::new().await;
    let officer = city.by("officer");
    let address = |code: &str| format!("/don/{}/buoc/{code}", city.of_unit);
    let revision = {
        let snapshot = city.office.app.store.read().unwrap();
        snapshot.petition(city.of_unit).unwrap().unwrap().revision.to_string()
    };
    let never = city.petitions().pop().unwrap();
    for (code, field) in [("len-cap-tren", "don_sau"), ("phan-loai", "don_truoc")] {
        let sent = async |id: PetitionId| {
            let number = id.to_string();
            let typed = [
                ("ban", revision.as_str()),
                ("ngay", "25/11/2026"),
                (field, number.as_str()),
                ("quan_he", "trung-don"),
                ("loai", "KN"),
                ("linh_vuc", "dat-dai"),
                ("lan", "lan-dau"),
                ("tham_quyen", "o-day"),
                ("nguoi_gui", "ca-nhan"),
                ("thuc_hien", "tu-minh"),
            ];
            let page = city.office.post(&officer.cookie, &address(code), &typed).await;
            (page.status, page.text().replace(&number, "…"))
        };
        assert_eq!(sent(city.of_other).await, sent(never).await, "{code}");
    }
}
