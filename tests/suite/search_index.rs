//! The index as a whole: what is found and what must not be, filters, reopening, damage, crashes, any typing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use chrono::NaiveDate;
use donthu::domain::id::{PetitionId, UnitId};
use donthu::domain::petition::Kind;
use donthu::search::{
    Change, Filters, Hint, Hits, Indexer, Opened, Order, Progress, Query, Reason, SearchDocument,
    SearchError, SearchIndex, Searcher, Stamp, TextsOf, Total, highlight, rebuild,
};
use tempfile::TempDir;

const STAMP: Stamp = Stamp { store_id: [3; 16], epoch: 5 };

fn document(serial: u32, name: &str, content: &str) -> SearchDocument {
    SearchDocument {
        id: PetitionId { year: 2017, serial },
        name: Some(name.to_owned()).filter(|name| !name.is_empty()),
        address: Some("Tổ 5, KV 7, phường Thị Nại".to_owned()),
        ward: None,
        content: content.to_owned(),
        documents: vec![format!("{serial}/PC-BTCD ngày 17/01/2017")],
        kind: Kind::Suggestion,
        unit: Some(UnitId(1 + u16::try_from(serial % 3).unwrap())),
        received_on: NaiveDate::from_ymd_opt(2017, 1, 1 + serial % 28).unwrap(),
    }
}

fn change(document: SearchDocument) -> Change {
    Change { id: document.id, document: Some(document) }
}

struct Office {
    folder: TempDir,
    searcher: Searcher,
    indexer: Indexer,
}

impl Office {
    fn with(documents: Vec<SearchDocument>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let index = rebuild(folder.path(), STAMP, 1, documents, |_| Progress::Continue).unwrap();
        let searcher = Searcher::default();
        let indexer = Indexer::new(index, searcher.clone()).unwrap();
        Self { folder, searcher, indexer }
    }

    fn find(&self, text: &str) -> Hits {
        self.searcher.search(&Query { text, limit: 20, ..Query::default() }).unwrap()
    }

    fn count(&self) -> usize {
        self.searcher.contents().unwrap().len()
    }

    fn serials(&self, text: &str) -> Vec<u32> {
        self.find(text).hits.iter().map(|hit| hit.id.serial).collect()
    }
}

fn small_office() -> Office {
    Office::with(vec![
        document(1, "Đỗ Văn Dũng", "Đề nghị sửa chữa mương thoát nước hẻm 25 đường Lê Lợi"),
        document(
            2,
            "Đỗ Văn Dung",
            "Khiếu nại Quyết định số 3453/QĐ-UBND về thửa đất số 148, tờ bản đồ số 5",
        ),
        document(3, "Đỗ Văn Dũng Minh", "Tranh chấp ranh giới đất với hộ liền kề"),
        document(4, "Lý Thị Hoà", "Ông Đỗ Văn Dũng xây nhà trái phép, ranh giới đất bị lấn"),
        document(5, "", "Tố cáo cán bộ địa chính xác nhận sai nguồn gốc"),
    ])
}

#[test]
fn a_whole_name_stands_above_names_and_texts_that_hold_its_words() {
    let office = small_office();
    assert_eq!(office.serials("Đỗ Văn Dũng"), [1, 2, 3, 4]);
    assert_eq!(office.serials("do van dung minh"), [3]);
    assert_eq!(office.serials("LÍ THỊ HÒA"), [4]);
    assert_eq!(office.serials("bà Lý Thị Hòa"), [4]);
    assert_eq!(office.serials("3453 qd ubnd"), [2]);
    assert_eq!(office.serials("thua 148 to 5"), [2]);
    assert_eq!(office.serials("2017/0004"), [4]);
    assert_eq!(office.serials("do van dung thi nai")[0], 2);
}

#[test]
fn the_hint_says_what_was_done() {
    let office = small_office();
    assert_eq!(office.find("ddoox vawn dungx").hint, Some(Hint::Decoded("đỗ văn dũng".into())));
    assert_eq!(
        office.find("tranh chaap rannh").hint,
        Some(Hint::Corrected("tranh chap ranh".into()))
    );
    assert_eq!(office.find("tranh chap xyzzyx").hint, Some(Hint::LeftOut(vec!["xyzzyx".into()])));
    assert_eq!(office.find("\"chap tranh\"").hint, Some(Hint::NotAsPhrase));
    assert_eq!(office.find("xyzzyx").hint, Some(Hint::NothingFound));
    assert_eq!(office.find(" … ").hint, Some(Hint::NothingTyped));
    assert_eq!(office.find("tranh chap").hint, None);
    assert_eq!(office.find("tranh chap").total, Total::Exact(1));
}

#[test]
fn a_corrected_word_is_one_that_the_reader_can_find() {
    let mut documents: Vec<SearchDocument> =
        (1..=4).map(|serial| document(serial, "Lê Thị Lan", "Xin trồng khoan")).collect();
    documents[3].content = "Xin trồng khoai".to_owned();
    documents[3].unit = Some(UnitId(7));
    let office = Office::with(documents);
    for (units, meant) in [(None, "trong khoan"), (Some(vec![UnitId(7)]), "trong khoai")] {
        let filters = Filters { units, ..Filters::default() };
        let query = Query { text: "trong khoat", limit: 20, filters, ..Query::default() };
        let hits = office.searcher.search(&query).unwrap();
        assert_eq!(hits.hint, Some(Hint::Corrected(meant.into())));
    }
}

#[test]
fn the_name_of_a_sealed_sender_is_nowhere() {
    let mut sealed = document(9, "", "Tố cáo việc chi khống quỹ dân cư");
    sealed.kind = Kind::Denunciation;
    sealed.address = None;
    let mut before = sealed.clone();
    before.name = Some("Nguyễn Đức Khánh".into());
    let mut office = Office::with(vec![before]);
    assert_eq!(office.serials("nguyen duc khanh"), [9]);
    office.indexer.apply(&[change(sealed)], 2).unwrap();
    for typed in
        ["Nguyễn Đức Khánh", "khanh", "nguyen d", "nguyen duc khanhh", "nguyeenx dduwcs khanhs"]
    {
        assert_eq!(office.serials(typed), [0_u32; 0], "{typed}");
    }
    let held = files(office.folder.path()).into_iter().map(|file| fs::read(file).unwrap());
    assert!(held.into_iter().all(|bytes| !bytes.windows(6).any(|part| part == b"nguyen")));
    assert_eq!(office.serials("chi khong quy"), [9]);
}

#[test]
fn changes_are_seen_and_gone_petitions_are_not() {
    let mut office = small_office();
    office.indexer.apply(&[change(document(1, "Trần Thị Mai", "Xin cấp số nhà"))], 2).unwrap();
    assert_eq!(office.serials("tran thi mai"), [1]);
    assert_eq!(office.serials("muong thoat nuoc"), [0_u32; 0]);
    let gone = Change { id: PetitionId { year: 2017, serial: 3 }, document: None };
    office.indexer.apply(&[gone], 3).unwrap();
    assert_eq!(office.serials("liền kề"), [0_u32; 0]);
    assert_eq!(office.indexer.indexed_seq(), 3);
    assert_eq!(office.count(), 4);
}

#[test]
fn filters_limit_and_pages_join() {
    let documents =
        (1..=90).map(|serial| document(serial, "Lê Thị Lan", "Xin cấp đất ở")).collect();
    let office = Office::with(documents);
    let open = |id: PetitionId| id.serial.is_multiple_of(2);
    let filters = Filters {
        kinds: vec![Kind::Suggestion],
        units: Some(vec![UnitId(1), UnitId(2)]),
        received: NaiveDate::from_ymd_opt(2017, 1, 5)
            .zip(NaiveDate::from_ymd_opt(2017, 1, 20))
            .map(|(a, b)| a..=b),
        accept: Some(&open),
    };
    let fits = |serial: u32| {
        serial.is_multiple_of(2) && serial % 3 < 2 && (5..=20).contains(&(1 + serial % 28))
    };
    let expected: Vec<u32> = (1..=90).filter(|serial| fits(*serial)).collect();
    for text in ["le thi lan", "cap dat", "\"xin cấp đất\"", "lan cap"] {
        let page = |order, offset, limit| {
            let query =
                Query { text, filters: filters.clone(), order, offset, limit, ..Query::default() };
            office.searcher.search(&query).unwrap()
        };
        let whole = page(Order::Relevance, 0, 100);
        let mut got: Vec<u32> = whole.hits.iter().map(|hit| hit.id.serial).collect();
        let joined: Vec<u32> = (0..5)
            .flat_map(|n| page(Order::Relevance, n * 7, 7).hits)
            .map(|h| h.id.serial)
            .collect();
        assert_eq!(joined, got, "{text}");
        got.sort_unstable();
        assert_eq!(got, expected, "{text}");
        assert_eq!(whole.total, Total::Exact(expected.len()));
        let mut all: Vec<u32> = office
            .searcher
            .matching(&whole.meaning, &filters)
            .unwrap()
            .iter()
            .map(|id| id.serial)
            .collect();
        all.sort_unstable();
        assert_eq!(all, expected, "{text}");
        let newest = page(Order::Newest, 0, 100);
        let days: Vec<u32> = newest.hits.iter().map(|hit| hit.id.serial % 28).collect();
        assert!(days.is_sorted_by(|a, b| a >= b) && days.len() == expected.len(), "{text}");
    }
}

#[test]
fn an_index_that_does_not_fit_the_store_is_rebuilt() {
    let office = small_office();
    let root = office.folder.path();
    let reason = |stamp, seq| match SearchIndex::open(root, stamp, seq).unwrap() {
        Opened::Ready(index) => Err(index.indexed_seq()),
        Opened::MustRebuild(reason) => Ok(reason),
    };
    assert_eq!(reason(STAMP, 8), Err(1));
    assert_eq!(reason(STAMP, 0), Ok(Reason::AheadOfStore));
    assert_eq!(reason(Stamp { epoch: 6, ..STAMP }, 8), Ok(Reason::Foreign));
    assert_eq!(reason(Stamp { store_id: [4; 16], ..STAMP }, 8), Ok(Reason::Foreign));
    let empty = tempfile::tempdir().unwrap();
    let opened = SearchIndex::open(empty.path(), STAMP, 0).unwrap();
    assert!(matches!(opened, Opened::MustRebuild(Reason::Missing)));
    assert!(matches!(Searcher::default().search(&Query::default()), Err(SearchError::Building)));
}

#[test]
fn a_rebuild_called_off_leaves_the_index_in_use() {
    let mut office = small_office();
    let many = (1..=3_000).map(|serial| document(serial, "Lê Thị Lan", "Xin cấp đất"));
    let off = rebuild(office.folder.path(), STAMP, 9, many.clone(), |_| Progress::Cancel);
    assert!(matches!(off, Err(SearchError::Cancelled)));
    assert!(!office.folder.path().join("g0002").exists(), "the room is given back");
    office.indexer.apply(&[change(document(6, "Cao Văn Sáu", "Khác"))], 2).unwrap();
    assert_eq!(office.serials("cao van sau"), [6]);
    let index = rebuild(office.folder.path(), STAMP, 9, many, |_| Progress::Continue).unwrap();
    assert_eq!(
        office.serials("cao van sau"),
        [6],
        "the old one answers until the new one is taken over"
    );
    let indexer = Indexer::new(index, office.searcher.clone()).unwrap();
    assert_eq!((office.count(), indexer.indexed_seq()), (3_000, 9));
    let folders =
        fs::read_dir(office.folder.path()).unwrap().flatten().filter(|e| e.path().is_dir()).count();
    assert_eq!(folders, 1, "the old folder is gone");
}

#[test]
fn damaged_files_are_noticed_or_harmless() {
    let pristine =
        Office::with((1..=40).map(|n| document(n, "Lê Thị Lan", "Xin cấp đất")).collect());
    let names: Vec<PathBuf> = files(pristine.folder.path());
    for (at, name) in names.iter().enumerate() {
        for damage in ["deleted", "empty", "cut"] {
            let copy = tempfile::tempdir().unwrap();
            copy_all(pristine.folder.path(), copy.path());
            let victim = copy.path().join(name.strip_prefix(pristine.folder.path()).unwrap());
            let bytes = fs::read(&victim).unwrap();
            match damage {
                "deleted" => fs::remove_file(&victim).unwrap(),
                "empty" => fs::write(&victim, b"").unwrap(),
                _ => fs::write(&victim, &bytes[..bytes.len() / 2]).unwrap(),
            }
            if let Opened::Ready(index) = SearchIndex::open(copy.path(), STAMP, 1).unwrap() {
                let searcher = Searcher::default();
                let held = Indexer::new(index, searcher.clone());
                assert!(held.is_ok() || damage != "deleted", "{at} {damage} {}", victim.display());
                let query = Query { text: "le thi lan cap dat", limit: 5, ..Query::default() };
                assert_eq!(
                    searcher.search(&query).unwrap().hits.len(),
                    5,
                    "{damage} {}",
                    victim.display()
                );
            }
            rebuild(copy.path(), STAMP, 1, [document(1, "Lê Thị Lan", "x")], |_| {
                Progress::Continue
            })
            .unwrap();
            let again = SearchIndex::open(copy.path(), STAMP, 1).unwrap();
            assert!(matches!(again, Opened::Ready(_)), "{damage} {}", victim.display());
        }
    }
}

#[test]
fn a_writer_without_its_folder_fails_and_the_searches_go_on() {
    let mut office = small_office();
    let generation = office.folder.path().join("g0001");
    fs::rename(&generation, office.folder.path().join("away")).unwrap();
    assert!(office.indexer.apply(&[change(document(6, "Cao Văn Sáu", "Khác"))], 2).is_err());
    assert_eq!(office.indexer.indexed_seq(), 1);
    assert_eq!(office.serials("Đỗ Văn Dũng")[0], 1);
    fs::rename(office.folder.path().join("away"), &generation).unwrap();
    office.indexer.apply(&[change(document(6, "Cao Văn Sáu", "Khác"))], 2).unwrap();
    assert_eq!(office.serials("cao van sau"), [6]);
}

/// Not a test by itself: the process that is killed.
#[test]
fn writer_to_be_killed() {
    let Some(root) = std::env::var_os("DONTHU_TEST_KILLED") else { return };
    let Opened::Ready(index) = SearchIndex::open(Path::new(&root), STAMP, u64::MAX).unwrap() else {
        panic!("the index must open")
    };
    let mut seq = index.indexed_seq();
    let mut indexer = Indexer::new(index, Searcher::default()).unwrap();
    loop {
        seq += 1;
        let serial = u32::try_from(seq).unwrap();
        indexer.apply(&[change(document(serial, "Lê Thị Lan", "Xin cấp đất"))], seq).unwrap();
    }
}

#[test]
fn killed_while_writing_it_opens_and_covers_what_it_says() {
    let office = Office::with(vec![document(1, "Lê Thị Lan", "Xin cấp đất")]);
    let root = office.folder.path().to_owned();
    drop(office.indexer);
    for round in 0..12_u64 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "writer_to_be_killed", "--nocapture"])
            .env("DONTHU_TEST_KILLED", &root)
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(60 + round * 23));
        child.kill().unwrap();
        child.wait().unwrap();
        let Opened::Ready(index) = SearchIndex::open(&root, STAMP, u64::MAX).unwrap() else {
            panic!("killing a writer never damages the last commit")
        };
        let covered = index.indexed_seq();
        let searcher = Searcher::default();
        let _held = Indexer::new(index, searcher.clone()).unwrap();
        assert_eq!(searcher.contents().unwrap().len() as u64, covered, "round {round}");
    }
}

fn files(root: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(root).unwrap().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn copy_all(from: &Path, to: &Path) {
    for path in files(from) {
        let target = to.join(path.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(&path, target).unwrap();
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(300))]
    #[test]
    fn any_typing_has_an_answer(
        text in "(\\PC|[\"“”:*(/)-]|do van |dũng|thua |[0-9]{1,4}|qd-|\u{301}|🙂| ){0,60}",
        as_you_type in proptest::bool::ANY,
    ) {
        static OFFICE: std::sync::LazyLock<Office> = std::sync::LazyLock::new(small_office);
        let texts_of = |_: PetitionId, is_enough: &mut dyn FnMut(&str) -> bool| {
            is_enough("Đỗ Văn Dũng");
        };
        for texts_of in [None, Some(&texts_of as &TextsOf<'_>)] {
            let query = Query { text: &text, as_you_type, limit: 10, texts_of, ..Query::default() };
            let hits = OFFICE.searcher.search(&query).unwrap();
            proptest::prop_assert!(!hits.hits.is_empty() || hits.hint.is_some());
            let shown = "Đề nghị sửa chữa mương thoát nước hẻm 25 đường Lê Lợi, Đỗ Văn Dũng";
            let whole: String = highlight(shown, &hits.terms).iter().map(|s| s.text).collect();
            proptest::prop_assert_eq!(whole, shown);
        }
    }
}

#[test]
fn very_long_typing_is_answered() {
    let office = small_office();
    for text in ["a".repeat(10_000), "đất ".repeat(5_000), "\"".repeat(3_000), "1/".repeat(4_000)]
    {
        assert!(office.find(&text).hint.is_some() || !office.find(&text).hits.is_empty());
    }
}
