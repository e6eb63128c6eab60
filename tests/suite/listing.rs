//! Lists: every order pages through everything once, and a number is the number of the rows that it links to.

use donthu::app::settings::{self, NewUnit};
use donthu::domain::event::{Event, Happening};
use donthu::domain::id::PetitionId;
use donthu::domain::listing::SortColumn;
use donthu::domain::organisation::UnitKind;
use donthu::domain::permission::{Actor, Role};
use donthu::domain::petition::Assignment;
use donthu::store::error::StoreError;

use crate::support::{Office, complaint, date};

const NAMES: [&str; 5] = ["Đặng Út", "Ánh Dương", "Trần Anh", "Lê Bình", "Nguyễn Ân"];

fn filled(count: usize) -> (Office, String) {
    let office = Office::new();
    let desk = office.person(Role::DeskHead, None);
    for number in 0..count {
        let day = format!("2026-{:02}-{:02}", 1 + number % 10, 1 + number % 28);
        let name = NAMES[number % NAMES.len()];
        office.register(&desk, complaint(&day, name, &format!("Việc thứ {}", number * 7 % 130)));
    }
    let cookie = office.sign_in(&desk);
    (office, cookie)
}

#[tokio::test]
async fn every_order_shows_each_petition_once() {
    let (office, cookie) = filled(120);
    for column in SortColumn::ALL {
        for sign in ["", "-"] {
            let mut address = Some(format!("/don?xep={sign}{}", column.code()));
            let mut seen: Vec<String> = Vec::new();
            while let Some(next) = address {
                let page = office.get(&cookie, &next).await;
                seen.extend(page.numbers());
                address = page.links().into_iter().find(|link| link.contains("sau="));
            }
            let mut once = seen.clone();
            once.sort();
            once.dedup();
            assert_eq!((seen.len(), once.len()), (120, 120), "{sign}{column:?}");
        }
    }
}

#[tokio::test]
async fn senders_are_ordered_by_given_name_without_marks() {
    let (office, cookie) = filled(5);
    let page = office.get(&cookie, "/don?xep=nguoi-gui").await;
    let text = page.text();
    let place = |name: &str| text.find(name).unwrap();
    let order = ["Nguyễn Ân", "Trần Anh", "Lê Bình", "Ánh Dương", "Đặng Út"].map(place);
    assert!(order.is_sorted(), "{order:?}");
}

/// Registers a petition and gives it to a unit, to be answered by a day.
fn given(office: &Office, desk: &Actor, unit: Option<&str>, due_on: Option<&str>) -> PetitionId {
    let id = office.register(desk, complaint("2026-11-02", "Lê Văn Thứ", "Một việc"));
    let Some(unit) = unit else { return id };
    let assignment = Assignment {
        unit: office.unit(unit),
        mode: None,
        document: None,
        due_on: due_on.map(date),
    };
    let event = Event {
        happening: Happening::Assigned(assignment),
        on: date("2026-11-03"),
        entered_at: office.app.clock.now(),
        by: Some(desk.account),
        capacity: None,
    };
    let due = office.app.due();
    let recorded = office.app.store.write(|tx| {
        let petition = tx.petition(id)?.unwrap();
        tx.record(petition, &[event], &due)
    });
    let _: Result<_, StoreError> = recorded.map(drop);
    id
}

#[tokio::test]
async fn units_stand_by_their_names_and_what_has_no_unit_or_date_comes_last() {
    let office = Office::new();
    let desk = office.person(Role::DeskHead, None);
    let cookie = office.sign_in(&desk);
    let units = ["P. Đống Đa", "Thanh tra TP", "P. Bùi Thị Xuân", "Ban TCD", "Đội QLTTĐT"];
    let dues = [Some("2026-12-20"), None, Some("2026-12-01"), Some("2026-11-20"), None];
    let ids: Vec<_> =
        units.iter().zip(dues).map(|(unit, due)| given(&office, &desk, Some(unit), due)).collect();
    let nowhere = given(&office, &desk, None, None);
    let order = async |sort: &str| office.get(&cookie, &format!("/don?xep={sort}")).await.numbers();
    let numbers = |places: &[usize]| -> Vec<String> {
        places.iter().map(|at| ids.get(*at).unwrap_or(&nowhere).to_string()).collect()
    };
    assert_eq!(order("dang-o").await, numbers(&[3, 4, 2, 0, 1, 5]), "Ban, Đội, P. B, P. Đ, Thanh");
    assert_eq!(order("-dang-o").await, numbers(&[1, 0, 2, 4, 3, 5]));
    let (rising, falling) = (order("han").await, order("-han").await);
    // What was given to nobody yet has the date of the law for that.
    assert_eq!(rising, numbers(&[5, 3, 2, 0, 1, 4]), "undated ones are last");
    assert_eq!(falling, numbers(&[0, 2, 3, 5, 4, 1]));
    // A name between two others moves its petitions there, whatever its number.
    let new = NewUnit {
        name: "Ban Vận động".into(),
        short_name: "Ban VĐ".into(),
        valid_from: None,
        kind: UnitKind::Office,
    };
    settings::add_unit(&office.app, None, &new).unwrap();
    let late = given(&office, &desk, Some("Ban Vận động"), None);
    assert_eq!(order("dang-o").await[1], late.to_string());
}

#[tokio::test]
async fn the_numbers_of_the_home_page_lead_to_exactly_their_rows() {
    let (office, cookie) = filled(40);
    let home = office.get(&cookie, "/").await;
    let html = home.html();
    let mut looked_at = 0;
    for tile in html.split("<li class=").skip(1).take(6) {
        let address = tile.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
        let stated = tile.split("<b>").nth(1).unwrap().split('<').next().unwrap();
        let list = office.get(&cookie, &address.replace("&#38;", "&")).await;
        let stated: usize = stated.replace('.', "").parse().unwrap();
        assert_eq!(list.numbers().len(), stated.min(50), "{address}");
        assert!(list.text().contains(&format!("{stated} đơn")), "{address}");
        looked_at += 1;
    }
    assert_eq!(looked_at, 6);
}

#[tokio::test]
async fn a_unit_sees_and_counts_its_own_only() {
    let (office, _) = filled(10);
    let unit = office.sign_in(&office.person(Role::UnitHead, Some("P. TNMT")));
    assert!(office.get(&unit, "/don").await.text().contains("0 đơn"));
    assert!(office.get(&unit, "/tim?q=duong").await.numbers().is_empty());
}
