//! Lists: every order pages through everything once, and a number is the number of the rows that it links to.

use donthu::domain::listing::SortColumn;
use donthu::domain::permission::Role;

use crate::support::{Office, complaint};

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
