//! Deadlines against days counted by hand, and the list against the rules it is made by.

use super::*;

fn day(text: &str) -> i32 {
    number(text.parse().unwrap())
}

fn last(meeting: &str, days: u8, counting: Counting, at: Option<u16>) -> (String, Option<u16>) {
    let notice = Notice { days, counting, at };
    let found = BankHolidays::shipped().deadline(day(meeting), notice);
    let found = found.unwrap();
    (date(found.day).unwrap().to_string(), found.at)
}

#[test]
fn r7_5_three_clear_working_days_at_ten_o_clock() {
    let ten = Some(600);
    let by = |meeting: &str| last(meeting, 3, Counting::ClearWorkingDays, ten);
    for (meeting, expected, why) in [
        (
            "2027-01-22",
            "2027-01-18",
            "a Friday: Thursday, Wednesday and Tuesday are clear",
        ),
        ("2027-01-21", "2027-01-15", "a Thursday: over the weekend"),
        ("2027-01-18", "2027-01-12", "a Monday"),
        (
            "2027-03-31",
            "2027-03-23",
            "the Wednesday after Easter: Friday and Monday are none",
        ),
        (
            "2027-05-06",
            "2027-04-29",
            "over a weekend and a Monday that is a bank holiday",
        ),
        (
            "2026-12-30",
            "2026-12-22",
            "Boxing Day's is on Monday 28 December 2026",
        ),
        (
            "2028-01-05",
            "2027-12-29",
            "both new years, Christmas on a Saturday: 30, 31 and 4 are clear",
        ),
        (
            "2027-02-06",
            "2027-02-02",
            "a meeting on a Saturday: Wednesday to Friday are clear",
        ),
    ] {
        assert_eq!(by(meeting), (expected.to_string(), ten), "{meeting}: {why}");
    }
}

#[test]
fn r7_5_other_notices_are_counted_as_they_are_said() {
    let by = |meeting, days, counting| last(meeting, days, counting, None).0;
    // Two working days at two o'clock, over a weekend.
    assert_eq!(
        last("2027-01-18", 2, Counting::WorkingDays, Some(840)),
        ("2027-01-14".to_string(), Some(840))
    );
    assert_eq!(by("2027-01-21", 2, Counting::WorkingDays), "2027-01-19");
    assert_eq!(by("2027-01-21", 15, Counting::WorkingDays), "2026-12-30");
    // Days of the calendar; a Sunday or a bank holiday is the working day before.
    assert_eq!(by("2027-01-21", 14, Counting::Days), "2027-01-07");
    assert_eq!(by("2027-01-24", 14, Counting::Days), "2027-01-08");
    assert_eq!(by("2027-01-08", 7, Counting::Days), "2026-12-31");
    assert_eq!(by("2027-04-05", 7, Counting::Days), "2027-03-25");
}

#[test]
fn r7_5_of_years_that_are_not_known_nothing_is_worked_out() {
    let holidays = BankHolidays::shipped();
    let notice = Notice {
        days: 3,
        counting: Counting::ClearWorkingDays,
        at: None,
    };
    for meeting in [
        day("2029-02-01"),
        day("2025-01-02"),
        day("1999-05-05"),
        -1,
        i32::MAX,
    ] {
        assert_eq!(
            holidays.deadline(meeting, notice),
            Err(NoDeadline::Unknown),
            "{meeting}"
        );
    }
    assert!(holidays.deadline(day("2028-12-29"), notice).is_ok());
}

/// Easter Sunday by the Gregorian rule, after Butcher.
fn easter(year: i32) -> NaiveDate {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    let part = |n: i32| u32::try_from(n).unwrap();
    NaiveDate::from_ymd_opt(year, part(month), part(day)).unwrap()
}

/// What the Act and the proclamations come to in an ordinary year.
fn by_rule(year: i32) -> BTreeSet<NaiveDate> {
    let on = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let add = |day: NaiveDate, days| day + Days::new(days);
    let monday = |month, nth| NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, nth);
    let last_monday = |month| monday(month, 5).or(monday(month, 4)).unwrap();
    let next_monday = |day: NaiveDate| match day.weekday() {
        Weekday::Sat => add(day, 2),
        Weekday::Sun => add(day, 1),
        _ => day,
    };
    let christmas = match on(12, 25).weekday() {
        Weekday::Sat | Weekday::Sun => on(12, 27),
        _ => on(12, 25),
    };
    let boxing_day = match on(12, 26).weekday() {
        Weekday::Sat | Weekday::Sun => on(12, 28),
        _ => on(12, 26),
    };
    BTreeSet::from([
        next_monday(on(1, 1)),
        easter(year) - Days::new(2),
        add(easter(year), 1),
        monday(5, 1).unwrap(),
        last_monday(5),
        last_monday(8),
        christmas,
        boxing_day,
    ])
}

#[test]
fn the_list_is_what_the_rules_come_to_in_each_of_its_years() {
    let holidays = BankHolidays::shipped();
    assert_eq!(easter(2027).to_string(), "2027-03-28");
    for year in holidays.from.year()..=holidays.until.year() {
        let listed = holidays.days.iter().filter(|day| day.year() == year);
        let listed: BTreeSet<NaiveDate> = listed.copied().collect();
        assert_eq!(listed, by_rule(year), "{year}");
    }
    assert_eq!(holidays.days.len(), 8 * 4);
}
