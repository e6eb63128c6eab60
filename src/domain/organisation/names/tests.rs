use super::*;
use crate::domain::organisation::Organisation;

/// As people write it, and the unit that is meant.
const WRITTEN: &[(&str, &str)] = &[
    ("Phòng Tài nguyên và Môi trường", "Phòng Tài nguyên và Môi trường"),
    ("PHÒNG TÀI NGUYÊN & MÔI TRƯỜNG", "Phòng Tài nguyên và Môi trường"),
    ("phong tai nguyen moi truong", "Phòng Tài nguyên và Môi trường"),
    ("P. TNMT", "Phòng Tài nguyên và Môi trường"),
    ("Phòng TN&MT", "Phòng Tài nguyên và Môi trường"),
    ("TN-MT", "Phòng Tài nguyên và Môi trường"),
    ("P.TN và MT", "Phòng Tài nguyên và Môi trường"),
    ("PTNMT", "Phòng Tài nguyên và Môi trường"),
    ("Phòng TNMT TP Quy Nhơn", "Phòng Tài nguyên và Môi trường"),
    ("Phòng Tài nguyên - MT thành phố Qui Nhơn", "Phòng Tài nguyên và Môi trường"),
    ("P. QLĐT", "Phòng Quản lý đô thị"),
    ("phòng quản lí đô thị", "Phòng Quản lý đô thị"),
    ("P. TP", "Phòng Tư pháp"),
    ("P.NV", "Phòng Nội vụ"),
    ("Nội vụ", "Phòng Nội vụ"),
    ("P. KT", "Phòng Kinh tế"),
    ("P. VHTT", "Phòng Văn hóa và Thông tin"),
    ("Phòng VH-TT", "Phòng Văn hóa và Thông tin"),
    ("Phòng Văn hoá Thông tin", "Phòng Văn hóa và Thông tin"),
    ("Phòng LĐTBXH", "Phòng Lao động - Thương binh và Xã hội"),
    ("P. LĐ-TB&XH", "Phòng Lao động - Thương binh và Xã hội"),
    ("Phòng Lao động TB và XH", "Phòng Lao động - Thương binh và Xã hội"),
    ("phòng gd-đt", "Phòng Giáo dục và Đào tạo"),
    ("TC-KH", "Phòng Tài chính - Kế hoạch"),
    ("Thanh tra TP", "Thanh tra thành phố"),
    ("Thanh tra", "Thanh tra thành phố"),
    ("TTr TP", "Thanh tra thành phố"),
    ("Thanh tra TP.Quy Nhơn", "Thanh tra thành phố"),
    ("Ban TCD", "Ban Tiếp công dân thành phố"),
    ("Ban Tiếp công dân", "Ban Tiếp công dân thành phố"),
    ("VP HĐND&UBND", "Văn phòng HĐND và UBND thành phố"),
    ("Văn phòng HĐND-UBND thành phố", "Văn phòng HĐND và UBND thành phố"),
    ("VP UBND TP", "Văn phòng HĐND và UBND thành phố"),
    ("TTPTQĐ", "Trung tâm Phát triển quỹ đất"),
    ("TT PTQĐ", "Trung tâm Phát triển quỹ đất"),
    ("Trung tâm PTQĐ", "Trung tâm Phát triển quỹ đất"),
    ("TT. Phát triển Quĩ đất", "Trung tâm Phát triển quỹ đất"),
    ("PTQĐ", "Trung tâm Phát triển quỹ đất"),
    ("Trung tâm CNTT", "Trung tâm Công nghệ thông tin"),
    ("Đội QLTTĐT", "Đội Quản lý trật tự đô thị"),
    ("Đội QL trật tự ĐT", "Đội Quản lý trật tự đô thị"),
    ("Đội TTĐT", "Đội Quản lý trật tự đô thị"),
    ("UBND P. Lê Lợi", "UBND phường Lê Lợi"),
    ("phường Lê Lợi", "UBND phường Lê Lợi"),
    ("P.Lê Lợi", "UBND phường Lê Lợi"),
    ("Ph. Lê Lợi", "UBND phường Lê Lợi"),
    ("UB phường Lê Lợi", "UBND phường Lê Lợi"),
    ("Ủy ban nhân dân phường Lê Lợi", "UBND phường Lê Lợi"),
    ("Uỷ ban nhân dân phường Lê Lợi", "UBND phường Lê Lợi"),
    ("UBND phường Lí Thường Kiệt", "UBND phường Lý Thường Kiệt"),
    ("UBND xã Nhơn Lý", "UBND xã Nhơn Lý"),
    ("xã Nhơn Lý", "UBND xã Nhơn Lý"),
    ("X. Nhon Ly", "UBND xã Nhơn Lý"),
    ("tran phu", "UBND phường Trần Phú"),
];

/// What must not be taken for a unit: others' names, several units at once, too little to go by.
const NOT_A_UNIT: &[&str] = &[
    "",
    " . ",
    "TP",
    "KT",
    "P",
    "UBND",
    "UBND phường",
    "Phòng",
    "Trung tâm",
    "Thành phố Quy Nhơn",
    "Thanh tra tỉnh",
    "Thanh tra TP Hồ Chí Minh",
    "VP UBND tỉnh",
    "Sở TNMT",
    "Công an thành phố",
    "P. TNMT, P. QLĐT",
    "UBND phường Lê",
    "UBND P. LL",
    "xã Lê Lợi",
    "phường Nhơn Lý",
    "Phòng TNM",
    "MTTN",
];

fn seed() -> Organisation {
    toml::from_str(include_str!("../../../../assets/seed/organisation.toml")).unwrap()
}

fn names(office: &Organisation) -> UnitNames {
    UnitNames::new(&office.units).in_city(&office.city)
}

#[test]
fn units_are_recognised_as_people_write_them() {
    let office = seed();
    let names = names(&office);
    for (written, meant) in WRITTEN {
        let found = names.find(written).and_then(|id| office.units.iter().find(|u| u.id == id));
        assert_eq!(found.map(|u| u.name.as_str()), Some(*meant), "{written}");
    }
}

#[test]
fn what_is_not_a_unit_is_left_alone() {
    let office = seed();
    let names = names(&office);
    for written in NOT_A_UNIT {
        assert_eq!(names.look_up(written), Match::Unknown, "{written}");
    }
}

#[test]
fn every_name_of_a_unit_leads_to_it_word_for_word() {
    let office = seed();
    let names = names(&office);
    for unit in &office.units {
        for name in unit.aliases.iter().chain([&unit.name, &unit.short_name]) {
            for spelling in [name.clone(), name.to_uppercase(), text::fold(name)] {
                assert_eq!(names.look_up(&spelling), Match::Exact(unit.id), "{spelling}");
            }
        }
    }
}

#[test]
fn an_abbreviation_of_two_units_is_not_decided() {
    let mut office = seed();
    let mut twin = office.units.iter().find(|u| u.name == "Phòng Tư pháp").unwrap().clone();
    let first = twin.id;
    twin.id = UnitId(99);
    twin.name = "Phòng Thể thao".into();
    twin.short_name = "P. Thể thao".into();
    office.units.push(twin.clone());
    let names = UnitNames::new(&office.units);
    assert_eq!(names.look_up("Phòng thể thao"), Match::Exact(twin.id));
    assert_eq!(names.look_up("P. T. Pháp"), Match::Abbreviation(first));
    twin.name = "Phòng Thông tin Báo chí".into();
    twin.short_name = "Thông tin".into();
    let mut third = twin.clone();
    third.id = UnitId(100);
    third.name = "Phòng Thanh tra Bảo chứng".into();
    third.short_name = "Bảo chứng".into();
    let names = UnitNames::new(&[twin, third]);
    assert_eq!(names.look_up("P. TTBC"), Match::Ambiguous(vec![UnitId(99), UnitId(100)]));
    assert_eq!(names.find("P. TTBC"), None);
}

proptest::proptest! {
    #[test]
    fn any_text_gets_an_answer(written in "\\PC{0,60}") {
        let office = seed();
        let _ = names(&office).look_up(&written);
    }
}
