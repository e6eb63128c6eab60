//! Journey 4: the list with a whole year in it, filtered, sorted, paged, opened, taken away as Excel.

use std::io::{Read, Write};
use std::net::TcpStream;

use calamine::{Reader, Xlsx};
use thirtyfour::By;

use super::stage::{DESK, Stage, browser_is_there, data_folder, person, with_ledger};

#[tokio::test]
async fn the_list_is_filtered_sorted_paged_opened_and_exported() {
    if !browser_is_there() {
        return;
    }
    let data = data_folder();
    with_ledger(&data);
    let head = person(&data, "hung", "Lê Văn Hùng", "lanh-dao-ban");
    let stage = Stage::open(data, DESK).await;
    stage.sign_in(&head).await;
    a_counter_opens_its_rows(&stage).await;
    stage.press("Đơn").await;
    stage.at("/don").await;
    assert_eq!(stated(&stage).await, 2277);
    every_column_sorts(&stage).await;

    stage.go("/don").await;
    stage.choose("loai", "Khiếu nại").await;
    stage.press("Lọc").await;
    stage.until("the filter in the address", async || stage.path().await.contains("loai=KN")).await;
    stage.fill("tu", "01/03/2017").await;
    stage.fill("den", "30/6/2017").await;
    stage.press("Lọc").await;
    stage.until("the dates in the address", async || stage.path().await.contains("30%2F")).await;
    let view = stage.path().await;
    let count = stated(&stage).await;
    assert!((50..2277).contains(&count), "{count}");
    pages_hold_each_row_once(&stage, count).await;
    excel_has_exactly_the_view(&stage, &view, count).await;
    back_returns_to_the_row(&stage, &view).await;
}

/// The number of petitions that the page states.
async fn stated(stage: &Stage) -> usize {
    let count = stage.find(".head .sub b").await.text().await.unwrap();
    count.replace('.', "").parse().unwrap()
}

async fn numbers(stage: &Stage) -> Vec<String> {
    let all = "return [...document.querySelectorAll('tbody tr td:first-child')]\
               .map(cell => cell.textContent.trim());";
    stage.script(all, vec![]).await
}

async fn a_counter_opens_its_rows(stage: &Stage) {
    let tiles = stage.all(".tiles a").await.len();
    assert!(tiles >= 5);
    for tile in 0..tiles {
        stage.go("/").await;
        let tile = stage.all(".tiles a").await.swap_remove(tile);
        let count = tile.find(By::Tag("b")).await.unwrap().text().await.unwrap();
        tile.click().await.unwrap();
        stage.at("/don").await;
        assert_eq!(stated(stage).await, count.replace('.', "").parse::<usize>().unwrap());
    }
}

async fn every_column_sorts(stage: &Stage) {
    let columns = stage.all("thead a").await.len();
    assert_eq!(columns, 7);
    for column in 0..columns {
        let mut firsts = Vec::new();
        for order in ["ascending", "descending"] {
            let head = stage.all("thead a").await.swap_remove(column);
            head.click().await.unwrap();
            stage.find(&format!("thead th:nth-child({})[aria-sort={order}]", column + 1)).await;
            let rows = numbers(stage).await;
            assert_eq!(rows.len(), 50);
            firsts.push(rows);
        }
        assert_ne!(firsts[0], firsts[1], "column {column} has two orders");
    }
}

async fn pages_hold_each_row_once(stage: &Stage, count: usize) {
    let mut seen = numbers(stage).await;
    while !stage.all("a[rel=next]").await.is_empty() {
        let before = stage.path().await;
        stage.press("Trang sau →").await;
        stage.until("the next page", async || stage.path().await != before).await;
        assert_eq!(stated(stage).await, count);
        seen.extend(numbers(stage).await);
    }
    let rows = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((rows, seen.len()), (count, count));
}

async fn excel_has_exactly_the_view(stage: &Stage, view: &str, count: usize) {
    stage.go(view).await;
    let link = stage.driver.find(By::LinkText("Xuất Excel")).await.unwrap();
    let address = link.attr("href").await.unwrap().unwrap();
    let cookies = stage.driver.get_all_cookies().await.unwrap();
    let cookie: Vec<_> = cookies.iter().map(|c| format!("{}={}", c.name, c.value)).collect();
    let bytes = fetch(&stage.base, &address, &cookie.join("; "));
    let mut book = Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range_at(0).unwrap().unwrap();
    let is_number = |cell: &calamine::Data| {
        let text = cell.to_string();
        text.len() == 9 && text.starts_with("2017/")
    };
    let mut exported: Vec<String> = sheet
        .rows()
        .filter_map(|row| row.iter().find(|cell| is_number(cell)))
        .map(ToString::to_string)
        .collect();
    assert_eq!(exported.len(), count);
    exported.truncate(50);
    assert_eq!(exported, numbers(stage).await, "in the order of the page");
}

/// A file behind the session, byte for byte.
fn fetch(base: &str, address: &str, cookie: &str) -> Vec<u8> {
    let host = base.trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).unwrap();
    write!(
        stream,
        "GET {address} HTTP/1.0\r\nHost: {host}\r\nCookie: {cookie}\r\nAccept-Encoding: identity\r\n\r\n"
    )
    .unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
    assert!(head.starts_with("http/1.0 200") || head.starts_with("http/1.1 200"), "{head}");
    assert!(head.contains("attachment; filename=\"don-"), "{head}");
    answer.split_off(end + 4)
}

async fn back_returns_to_the_row(stage: &Stage, view: &str) {
    stage.go(view).await;
    stage.press("Trang sau →").await;
    stage.until("the second page", async || stage.path().await.contains("sau=")).await;
    let page = stage.path().await;
    let number = numbers(stage).await.swap_remove(40);
    let row = stage.driver.find(By::LinkText(number.as_str())).await.unwrap();
    row.scroll_into_view().await.unwrap();
    let before: f64 = stage.script("return scrollY;", vec![]).await;
    assert!(before > 0.0);
    row.click().await.unwrap();
    stage.at(&format!("/don/{number}")).await;
    stage.driver.back().await.unwrap();
    stage.at(&page).await;
    stage
        .until("the same place of the page", async || {
            let after: f64 = stage.script("return scrollY;", vec![]).await;
            (after - before).abs() < 2.0
        })
        .await;
}
