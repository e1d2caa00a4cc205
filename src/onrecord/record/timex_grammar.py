"""The span grammar of time expressions: which words of a news text are one.

A rule is a regular expression over the text; a plain blank in it stands for white space within a
paragraph, `~` for white space or a hyphen. Prepositions stay outside the spans, as TimeML has it.
What the spans mean is the business of `timex_values`.
"""

# A rule is one regular expression and stays on one line, so that it can be read and searched whole.
# ruff: noqa: E501

from __future__ import annotations

from onrecord.record.timex_numbers import NUMBER

BLANK = r"(?:[ \t\xa0]+\n?[ \t\xa0]*|\n[ \t\xa0]*(?=\S))"

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_MONTH_FORMS = [*MONTHS, *(month.upper() for month in MONTHS)]
SHORT_MONTHS = ["Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec"]
_WEEKDAY_FORMS = [*WEEKDAYS, *(day.upper() for day in WEEKDAYS)]

_FULL_MONTH = rf"(?P<month>{'|'.join(_MONTH_FORMS)})"
_MONTH = rf"(?P<month>{'|'.join(_MONTH_FORMS)}|(?:{'|'.join(SHORT_MONTHS)})\b\.?)"
_WEEKDAY = rf"(?P<weekday>{'|'.join(_WEEKDAY_FORMS)})"
_ANY_WEEKDAY = rf"(?P<weekday>{'|'.join(_WEEKDAY_FORMS)}|(?:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\b\.?)"
_DAY = r"(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%:]|[.,]\d)"
_YEAR = r"(?P<year>1[0-9]\d\d|20\d\d)(?![\d%]|[.,:-]\d)"
_EDGE = r"(?P<edge>(?i:early|late|mid|middle|earlier|later))"
_PART = r"(?P<part>(?i:early morning|mid-?morning|morning|afternoon|evening|night|noon|midday))"
_UNIT = r"(?P<unit>(?i:seconds?|minutes?|hours?|days?|weekends?|weeks?|fortnights?|months?|quarters?|years?|decades?|century|centuries))"
_LONG_UNIT = r"(?P<unit>(?i:weekend|week|month|quarter|year|decade|century))"
_ORDINAL = r"(?P<ordinal>(?i:first|second|third|fourth|1st|2nd|3rd|4th))"
_SEASON = r"(?P<season>(?i:spring|summer|fall|autumn|winter))"
_VAGUE = (
    r"(?i:several|(?:the )?(?:past |last |next )?few|a few|a couple(?: of)?|many|some|recent|coming|"
    r"(?:tens|dozens|scores|hundreds|thousands) of|a dozen|a number of)"
)
_BOUND = (
    r"(?P<bound>(?i:more than|less than|fewer than|no more than|no less than|at least|at most|up to|as many as|"
    r"nearly|almost|over|under|roughly|approximately))"
)
_COUNT = rf"(?P<count>(?i:{NUMBER}|{_VAGUE}|half an?|an? half|an?|another))"
_CLOCK = (
    r"(?P<clock>(?P<hour>2[0-3]|[01]?\d|(?i:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))"
    r"(?:[:.](?P<minute>[0-5]\d)(?![\d]|[.,]\d))?~?(?P<half>(?:a\.m\b\.?|p\.m\b\.?|am\b|pm\b|AM\b|PM\b|A\.M\b\.?|P\.M\b\.?|o'clock\b))"
    r"|(?P<hour24>2[0-3]|[01]?\d):(?P<minute24>[0-5]\d)(?::[0-5]\d)?(?![\d:])(?: (?:hours|hrs)\b)?"
    r"|(?P<noon>(?i:midnight|noon))\b)"
    r"(?: (?P<zone>\(?(?:EST|EDT|CST|CDT|MST|MDT|PST|PDT|ET|PT|GMT|UTC|BST|CET|CEST|MSK|IST|local time)\b\)?))?"
)


SOURCES: tuple[tuple[str, str, str], ...] = (
    # Days and months
    (
        "iso day",
        "figure",
        r"(?<![\d/-])(?P<iso>(?:1[89]|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))"
        r"(?:T(?P<hour24>[01]\d|2[0-3]):(?P<minute24>[0-5]\d)(?::[0-5]\d)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d/-])",
    ),
    (
        "day in figures",
        "figure",
        r"(?<![\d/.$-])(?P<first>0?[1-9]|[12]\d|3[01])(?P<mark>[/.])(?P<second>0?[1-9]|[12]\d|3[01])(?P=mark)"
        r"(?P<year>(?:19|20)\d\d|\d\d)(?![\d/]|\.\d)",
    ),
    (
        "month and day",
        "month",
        rf"(?:{_ANY_WEEKDAY},? (?:the )?)?(?:{_EDGE}(?: on)? )?{_MONTH} (?:the )?{_DAY}(?:(?: of)?,? {_YEAR})?(?: {_PART}\b)?",
    ),
    (
        "month and day",
        "month",
        rf"(?:{_ANY_WEEKDAY},? )?(?:the )?(?<![\d.,$:/])\b{_DAY}(?: day)?(?: of)?[ -]{_MONTH}(?!\w)(?:(?: of)?,?[ -]{_YEAR})?(?: {_PART}\b)?",
    ),
    (
        "days of a month",
        "month",
        rf"{_MONTH} (?P<from>3[01]|[12]\d|0?[1-9])(?: ?[-–—] ?| to | and | or )(?P<day>3[01]|[12]\d|0?[1-9])(?![\d%:]|[.,]\d)(?:,? {_YEAR})?",
    ),
    (
        "days of a month",
        "month",
        rf"(?<![\d.,$:/])(?P<from>3[01]|[12]\d|0?[1-9])(?: ?[-–—] ?| to | and )(?P<day>3[01]|[12]\d|0?[1-9]) {_MONTH}(?!\w)(?:,? {_YEAR})?",
    ),
    (
        "month and year",
        "month",
        rf"(?:(?:the )?(?P<edge>(?i:early|late|mid|end of|beginning of|start of|middle of))~)?{_MONTH}(?:,| of)? {_YEAR}",
    ),
    (
        "month and year",
        "month",
        rf"{_MONTH},? (?:of )?(?P<deictic>(?i:last year|this year|next year|the same year|that year|the following year|the previous year))\b",
    ),
    (
        "month",
        "month",
        rf"(?:(?P<which>(?i:last|next|this past|this coming|this|every|each|the following))~)?"
        rf"(?:(?:the )?(?P<edge>(?i:early|late|mid|the end of|the beginning of|the start of|the middle of))~)?{_FULL_MONTH}\b(?: month\b)?",
    ),
    ("short month", "month", rf"(?:{_EDGE}~)?(?P<month>(?:{'|'.join(SHORT_MONTHS)})\.)(?! \d)"),
    # Weekdays and days near to hand
    (
        "weekday",
        "weekday",
        r"(?:(?P<edge>(?i:early|late|earlier|later))(?: on)? )?"
        r"(?:(?P<which>(?i:last|next|this past|this coming|this|past|the following|the previous|the next|every other|every|each))~)?"
        rf"{_WEEKDAY}(?P<plural>s(?!\w))?(?! the \d)\b(?: {_PART}(?P<nights>s)?\b)?(?:,? (?P<deictic>(?i:(?:of )?(?:last|this|next) week))\b)?",
    ),
    (
        "near day",
        "deictic",
        r"(?:(?P<edge>(?i:early|late|earlier|later)) )?(?P<word>(?i:the day before yesterday|the day after tomorrow|today|yesterday|tomorrow|tonight))\b"
        rf"(?: {_PART}\b)?(?! show\b)",
    ),
    (
        "part of a near day",
        "deictic",
        rf"(?:(?P<edge>(?i:early|late|earlier|later)) )?(?P<which>(?i:this|last|that|the same|the previous|the following|the next)) {_PART}(?!s)\b",
    ),
    (
        "part of a day",
        "deictic",
        rf"(?P<which>(?i:the)) (?P<part>(?i:morning|afternoon|evening|night)) of (?P<rest>{_MONTH} {_DAY}(?:,? {_YEAR})?)",
    ),
    ("overnight", "deictic", r"(?P<word>(?i:overnight))(?! \w+ (?:rate|delivery))\b"),
    (
        "present",
        "deictic",
        r"(?P<word>(?i:right now|just now|now|currently|current|nowadays|at present|at the moment|"
        r"the present(?! \w+ed)|the present time|presently|at this moment|this moment|at this time))\b",
    ),
    (
        "past",
        "deictic",
        r"(?P<word>(?i:(?:just |more |most |very )?recently|recent(?! (?:days|weeks|months|years|hours|decades|quarters|times|memory))|formerly|the past(?! \w+)(?=\W)|the recent past|lately|in recent times))\b",
    ),
    (
        "future",
        "deictic",
        r"(?P<word>(?i:(?:the )?(?:near |immediate |foreseeable |distant |not-too-distant )?future(?<=the\sfuture)(?! (?!in|for|when|if|with|as|will|is|of the)\w)|the (?:near|immediate|foreseeable|distant) future|soon(?! (?:after|as|before|thereafter|afterwards?)\b)|as soon as possible))\b",
    ),
    # Units: counts, directions, repeats
    (
        "ago",
        "unit",
        rf"(?:{_BOUND} )?(?:{_COUNT}~)?{_UNIT}(?: or (?:so|two|more))?(?: and a half)?[ -](?P<side>(?i:ago|earlier|from now|later|previously|hence|(?:before|after|since)(?=[.,;:)\"])))\b(?: (?P<period>period|quarter)\b)?",
    ),
    (
        "earlier period",
        "unit",
        r"(?:(?:the |its )?(?:same )?(?P<word>(?i:year-ago|year-earlier|year-before|prior-year|previous-year|the comparable year-earlier))(?: (?P<period>(?i:period|quarter|third quarter|second quarter|first quarter|fourth quarter))\b)?(?: (?P<months>nine|six|three|\d) months\b)?)",
    ),
    (
        "day and week",
        "unit",
        r"(?P<count>(?i:a)) (?P<unit>(?i:week|month|year)) (?P<side>(?i:from|ago)) (?P<rest>today|tomorrow|(?P<weekday>[A-Z][a-z]+day))\b",
    ),
    (
        "quarters",
        "unit",
        r"(?:the )?(?P<word>(?i:first|last|final)) (?P<count>(?i:two|three)) (?P<unit>(?i:quarters)) of (?:fiscal )?(?P<year>(?:19|20)\d\d)\b",
    ),
    (
        "length so far",
        "unit",
        rf"(?:(?i:each of|all of|much of|most of) )?(?:(?i:the|its|his|her|their) )?(?P<which>(?i:past|last|next|previous|first|final|latest|coming|preceding|following|remaining)) "
        rf"(?P<count>(?i:{NUMBER}|few|several|couple(?: of)?|many|dozen|two or three|half)) {_UNIT}(?: or so)?\b(?: of (?P<of>(?i:(?:fiscal )?\d{{4}}|this year|last year|next year|the year))(?!\d))?",
    ),
    (
        "nine months",
        "unit",
        r"(?:the|the year-earlier) (?P<count>(?i:nine|six|three|12|twelve)) (?P<unit>(?i:months))(?! (?:ago|earlier|later|of))\b",
    ),
    (
        "length",
        "unit",
        rf"(?:(?:the|its|his|her|their|those|these) (?=(?:\d|two|three|four|five|six|seven|eight|nine|ten)))?(?:{_BOUND} )?{_COUNT}~{_UNIT}(?: and a half)?(?: or so| or more| or two)?(?!-?(?: |-)old\b)(?!\w|-(?:old|on-year|over-year|on-week))(?! (?:ago|earlier|from now|hence)\b)",
    ),
    (
        "length of parts",
        "unit",
        r"(?P<one>(?i:half an hour|an hour and a half|a year and a half|half a year|half a century|half a day|a half-?hour|a half-?century|half-?century|half-?hour|quarter-?century|a quarter of an hour|a quarter(?:-| of a )century))\b",
    ),
    (
        "vague length",
        "unit",
        r"(?<![\w-])(?:(?P<long>(?i:the (?:early |last |past )?)))?(?P<unit>(?i:minutes|hours|days|weeks|months|years|decades|centuries|generations))\b(?! (?:old|ago|earlier|later))(?!-)",
    ),
    (
        "every",
        "unit",
        rf"(?P<word>(?i:each and every|every other|every single|every|each)) (?:(?P<count>{NUMBER}|few) )?(?P<unit>(?i:seconds?|minutes?|hours?|days?|weekends?|weeks?|months?|quarters?|years?|decades?|morning|afternoon|evening|night|spring|summer|fall|autumn|winter))\b",
    ),
    (
        "rate",
        "unit",
        r"(?P<word>(?i:an?|per)) (?P<unit>(?i:second|minute|hour|day|week|month|quarter|year))\b(?! (?:ago|earlier|later|from|before|after|or|and a half|old|in|when|since|that|to))(?!-)",
    ),
    (
        "repeat",
        "deictic",
        r"(?P<word>(?i:daily|nightly|hourly|weekly|monthly|yearly|annually|once a (?:day|week|month|year)|twice a (?:day|week|month|year)|(?:\w+ times) a (?:day|week|month|year)))\b(?! (?:News|Mail|Telegraph|Express|Mirror|Star|Times|Record|Herald|Post|Standard|Beast|Show|Press))",
    ),
    (
        "near unit",
        "unit",
        r"(?:(?P<edge>(?i:early|earlier in|earlier|late|later in|later|mid|sometime|the end of|the beginning of|the start of|the middle of|the rest of|the remainder of|most of|much of|part of|the first part of|the second half of|the first half of|the latter part of|the early part of|a good part of|by))~)?"
        r"(?P<which>(?i:(?:the |this |that )?(?:last|past|previous|preceding|prior|next|following|coming|current|same|latest|most recent)|this|that)) (?:(?P<school>(?i:fiscal|calendar|academic|school|election|full)) )?"
        rf"{_LONG_UNIT}\b(?! (?:old|ago|earlier))(?:(?P<quarterly>-ago))?(?P<orso> or so)?",
    ),
    (
        "near day of anchor",
        "unit",
        r"(?P<which>(?i:(?:the |that )?(?:same|following|next|previous|preceding)|that|the)) (?P<unit>(?i:day)) ?(?P<side>(?i:before|after|earlier)(?=[.,;:)\"]| (?:said|in|at|by|with)\b))?\b",
    ),
    (
        "the unit",
        "unit",
        r"(?:(?P<edge>(?i:early in|earlier in|late in|later in|the end of|the beginning of|the start of|the middle of|the rest of|the remainder of|most of|much of|the first half of|the second half of|all of)) )?"
        r"(?P<which>(?i:the|its)) (?:(?P<school>(?i:fiscal|calendar|full|whole|entire|current)) )?(?P<unit>(?i:year|quarter|month|week|weekend|day|decade|century))\b(?:-(?P<end>end)\b)?(?! (?:old|ago|earlier)\b)(?!-)(?: (?P<ended>(?i:ended|ending|that ended|to))\b)?",
    ),
    (
        "the period",
        "unit",
        r"(?P<which>(?i:the)) (?:(?P<year>(?:19|20)\d\d) |(?P<latest>(?i:latest|same|most recent|current|comparable) ))(?P<unit>(?i:period|quarter|third quarter|second quarter|first quarter|fourth quarter|nine months))\b",
    ),
    (
        "end of year",
        "unit",
        r"(?P<word>(?i:year[ -]end|year's end|mid-?year|month[ -]end|midweek))\b(?: (?P<year>(?:19|20)\d\d)\b)?",
    ),
    ("that time", "unit", r"(?P<word>(?i:that time|that period|that same day|this period))(?=\W)"),
    # Quarters, halves, fiscal years, seasons
    (
        "quarter",
        "unit",
        rf"(?:(?i:the|its|their|this|last) )?(?:(?P<fiscal>(?i:fiscal)) )?(?:(?P<year>(?:19|20)\d\d)(?:'s)? (?:fiscal )?)?{_ORDINAL}~(?P<part>(?i:quarter|half))\b(?: of (?:the )?(?:(?i:fiscal (?:year )?))?(?:(?P<year2>(?:19|20)\d\d)|(?P<deictic>(?i:last year|this year|next year|the year|the fiscal year)))\b)?(?! of (?!the year|fiscal)\w)",
    ),
    ("short quarter", "year", r"(?P<word>Q[1-4]|[1-4]Q|H[12])(?: |-|/|')?(?P<year>(?:19|20)?\d\d)?\b"),
    (
        "season",
        "season",
        rf"(?:(?P<which>(?i:last|next|this past|this coming|this|the previous|the following|each|every|the past|past|that)) )?(?:(?i:the) )?(?:{_EDGE}~)?{_SEASON}(?:(?: of)? (?P<year>(?:19|20)\d\d)\b|(?P<none>))(?: of (?P<deictic>(?i:last year|this year|next year)))?(?!\w|-)",
    ),
    # Years and longer
    (
        "year",
        "year",
        rf"(?:(?:the )?(?P<edge>(?i:early|late|mid|the end of|the beginning of|the start of|the middle of|end of|(?:(?:a )?(?:good )?part|much|most|the rest|all) of))~)?(?P<prefix>(?i:fiscal year |fiscal |the year |FY ?))?(?<![\d.,$£€/:#'-])(?<!\w-)\b{_YEAR}(?![\w/]|-(?!(?:\d\d)?\d\d\b)\d)",
    ),
    (
        "years",
        "year",
        r"(?<![\d.,$£€/:#-])\b(?P<year>(?:1[5-9]|20)\d\d) ?[-–/] ?(?P<to>(?:1[5-9]|20)?\d\d)(?![\d.,:/-]\d|\d|%)",
    ),
    (
        "decade",
        "year",
        r"(?:(?i:the) )?(?:(?P<edge>(?i:early|late|mid|middle))~)?(?:(?i:to late ))?(?P<decade>(?:1[5-9]|20)\d0'?s|['‘’`]\d0'?s|(?<=the\s)\d0's)(?!\w)",
    ),
    (
        "decade",
        "year",
        r"(?i:the) (?:(?P<edge>(?i:early|late|mid))~)?(?P<decade>(?i:twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties))\b",
    ),
    (
        "century",
        "unit",
        r"(?:(?i:the) )?(?:(?P<edge>(?i:early|late|mid|turn of the))~)?(?P<ordinal>(?i:\d\d?(?:st|nd|rd|th)|nineteenth|eighteenth|seventeenth|sixteenth|fifteenth|twentieth|twenty-first))[ -](?i:century|centuries)\b",
    ),
    (
        "year in words",
        "year",
        rf"(?:(?i:the year) )?(?P<words>(?i:(?:nineteen|eighteen) (?:hundred(?: and)? )?(?:(?:oh )?[a-z]+(?:~(?:one|two|three|four|five|six|seven|eight|nine))?)|two thousand(?: and)?(?: (?:one|two|three|four|five|six|seven|eight|nine|ten))?))\b(?! (?:people|years|dollars|men|[a-z]{(3,)}s)\b)",
    ),
    ("holiday", "holiday", r"HOLIDAYS"),
    # The clock
    (
        "clock",
        "clock",
        rf"(?<![\d:.,$/])\b{_CLOCK}(?:(?:,? (?:on )?)(?:{_WEEKDAY}(?: {_PART}\b)?(?:,? (?=[A-Z]))?)?(?:(?<=\s){_MONTH} {_DAY}(?:,? {_YEAR})?)?(?<![,\s]))?",
    ),
    ("clock", "clock", rf"{_WEEKDAY}(?: {_PART})?,? at (?:about |around )?{_CLOCK}"),
    ("clock", "clock", rf"(?<![\d:.,$/])\b{_CLOCK}(?:,? (?P<near>(?i:today|tomorrow|yesterday|tonight)))\b"),
    (
        "clock",
        "clock",
        r"(?P<hour>\d\d?|one|two|three|four|five|six|seven|eight|nine|ten|eleven) in the (?P<part>morning|afternoon|evening)\b",
    ),
)

NEEDS: dict[str, tuple[str, ...]] = {
    "ago": ("ago", "earlier", "now", "later", "previously", "hence", "before", "after", "since"),
    "length so far": (
        "past",
        "last",
        "next",
        "previous",
        "first",
        "final",
        "latest",
        "coming",
        "preceding",
        "following",
        "remaining",
    ),
    "length of parts": ("half", "quarter"),
    "nine months": ("months",),
    "repeat": (
        "daily",
        "nightly",
        "hourly",
        "weekly",
        "monthly",
        "yearly",
        "annually",
        "once",
        "twice",
        "times",
    ),
    "quarter": ("quarter", "half"),
    "quarters": ("quarters",),
    "century": ("centur",),
    "overnight": ("overnight",),
    "near day": ("today", "yesterday", "tomorrow", "tonight"),
    "the period": ("period", "quarter", "months"),
    "earlier period": ("year",),
}
"""Letters of which every expression of a rule holds some, in lower case: where none is near, the rule is not tried."""
