# Figures. Above each message: the values that it names; those in brackets may be missing.

# indicator: the code found; [nearest]: the indicator that comes closest
indicator-unknown =
    .found = The programme has no indicator "{ $indicator }".
    .expected = {""}
    .remedy = { $nearest ->
        [not-given] Write the code as it stands in the list of indicators.
       *[other] Is "{ $nearest }" meant? Then write it so.
    }
    .effect = Until then this value is not counted.

# indicator; found: the unit; expected: the indicator's unit
unit-unknown =
    .found = { $indicator } in "{ $found }".
    .expected = { $expected }.
    .remedy = Report in the indicator's unit, or state under [units] of the pipeline what the other is worth.
    .effect = Until then this value is not counted.

# indicator; period; first, second: the values; [found]: the one that counts; [file]: the other file
observation-conflict =
    .found = { $file ->
        [not-given] { $indicator }, { $period }: { $first } in one report, { $second } in another.
       *[other] { $indicator }, { $period }: { $first } here, { $second } in "{ $file }".
    }
    .expected = One value.
    .remedy = Tell the programme office which value is right, and correct the other one.
    .effect = { $found ->
        [not-given] Until then the figure is provisional.
       *[other] Until then { $found } counts.
    }

# indicator; [period]; [agency]
denominator-zero =
    .found = { $indicator }{ $period ->
        [not-given] {""}
       *[other] , { $period }
    }{ $agency ->
        [not-given] {""}
       *[other] , { $agency }
    }: the whole of which this is a share is 0.
    .expected = A number above 0.
    .remedy = Fill in the whole, or leave both cells empty if there is no data.
    .effect = The share is shown as undefined, not as 0 %.

# indicator; period; first: the value before; second: the value now; [agency]
cumulative-fell =
    .found = { $indicator }{ $agency ->
        [not-given] {""}
       *[other] , { $agency }
    }: the running total falls from { $first } to { $second } in { $period }.
    .expected = A running total stays equal or grows.
    .remedy = Check whether the value of the period was written in place of the total, or whether this is a correction.
    .effect = Until then { $second } counts as the total to date.

# first, second: the sizes; [found]: the one that counts
household-size-conflict =
    .found = The same household has { $first } members in one row and { $second } in another.
    .expected = One size.
    .remedy = Correct the one that is wrong.
    .effect = { $found ->
        [not-given] Until then the number of people reached indirectly is uncertain.
       *[other] Until then { $found } members are counted.
    }

# count: the records without a place
place-missing =
    .found = { $count ->
        [one] { $count } record has no place.
       *[other] { $count } records have no place.
    }
    .expected = {""}
    .remedy = Fill in the province.
    .effect = They count in the national total and are shown as "no place".

# first, second: disbursed, committed, planned, transferred; found: amount of the first; limit: amount of the second; [key]: the output
money-order =
    .found = { $key ->
        [not-given] The amounts are not in order:{" "}
       *[other] { $key }:{" "}
    }{ $first ->
        [disbursed] disbursed
        [committed] committed
        [planned] planned
        [transferred] transferred
       *[other] { $first }
    } { $found }, { $second ->
        [disbursed] disbursed
        [committed] committed
        [planned] planned
        [transferred] transferred
       *[other] { $second }
    } only { $limit }.
    .expected = Disbursed is at most committed, and committed at most planned.
    .remedy = Correct the amount that is wrong.
    .effect = The amounts are shown as reported.

# indicator; found: what the targets of the periods give; expected: the overall target
target-disagrees =
    .found = { $indicator }: the targets of the periods give { $found }, the overall target is { $expected }.
    .expected = Both are equal.
    .remedy = Correct the targets of the periods or the overall target.
    .effect = Progress is measured against the overall target.

# agency; period; [limit]: the deadline
report-missing =
    .found = { $limit ->
        [not-given] The report of { $agency } for { $period } has not come.
       *[other] The report of { $agency } for { $period } has not come; it was due on { $limit }.
    }
    .expected = {""}
    .remedy = Ask { $agency } for it.
    .effect = Until then the totals of { $period } are incomplete and marked so.

# field; first, second: the values; [found]: the one that counts
attribute-conflict =
    .found = The same beneficiary has "{ $field }" { $first } in one report and { $second } in another.
    .expected = One value.
    .remedy = Correct the one that is wrong.
    .effect = { $found ->
        [not-given] It is counted once, as the later report has it.
       *[other] It is counted once, as { $found }.
    }

# indicator, found, high: a code and two counts
population-exceeded =
    .found = The lists of { $indicator } hold { $found } beneficiaries, but there are { $high }.
    .expected = At most as many as the population in indicators.csv says.
    .remedy = Look for beneficiaries who count twice, or correct the population.
    .effect = The figure stands as it was counted.

# indicator; found; [low]; [high]
value-outside =
    .found = { $indicator }: { $found } is not possible.
    .expected = { $high ->
        [not-given] { $low ->
            [not-given] {""}
           *[other] { $low } or more.
        }
       *[other] { $low ->
            [not-given] { $high } or less.
           *[other] From { $low } to { $high }.
        }
    }
    .remedy = Correct the value.
    .effect = Until then this value is not counted.

# indicator; period; dimension; found: the sum of the parts; expected: the total; [agency]
parts-differ =
    .found = { $indicator }, { $period }: the parts by { $dimension } add up to { $found }.
    .expected = { $expected }, the total of the same report.
    .remedy = Fill in the missing part, or correct the total.
    .effect = The rest is shown as unknown; the total counts as it is.

# indicator; period; dimension; found: the sum of the parts; expected: the total; [agency]
parts-exceed =
    .found = { $indicator }, { $period }: the parts by { $dimension } add up to { $found }.
    .expected = At most { $expected }, the total of the same report.
    .remedy = Correct the parts or the total.
    .effect = The total counts as it is; the parts contradict it.

# indicator; period; dimension; found: the largest of the groups; expected: the total; [agency]
subset-exceeds =
    .found = { $indicator }, { $period }: { $found } in a group by { $dimension }.
    .expected = At most { $expected }, the total of the same report.
    .remedy = Correct the group or the total.
    .effect = The total counts as it is; the group contradicts it.

# indicator; period; found: the band; allowed: the bands that are shown; [agency]
band-not-nested =
    .found = { $indicator }, { $period }: the ages { $found }.
    .expected = Ages that lie wholly in one of these: { $allowed }.
    .remedy = Report by these ages, or by finer ones.
    .effect = They are in the total; by age they are shown as unknown.

# indicator; first: the longer period; second: a shorter one; [agency]
periods-overlap =
    .found = { $indicator } is reported for { $first } and also for { $second }, which lies within it.
    .expected = Each month once.
    .remedy = Leave out one of the two.
    .effect = The report for the longer period counts, the other does not.

# indicator; period; [agency]; [found]
cannot-add-up =
    .found = { $indicator }, { $period }: { $found ->
        [not-given] a share or average
       *[other] { $found }
    } without the numbers that it was made from.
    .expected = Numerator and denominator, or the average and how many it is about.
    .remedy = Ask for both numbers.
    .effect = It is shown for who reported it and is left out of totals.

# indicator; found; [allowed]: the levels
level-unknown =
    .found = { $indicator }: "{ $found }" is no level.
    .expected = { $allowed ->
        [not-given] {""}
       *[other] { $allowed }.
    }
    .remedy = Write one of the levels.
    .effect = Until then this value is not counted.

# currency; found: the amount; first: the flow; [date]: the day of the line; [limit]: the first day that has a rate
rate-missing =
    .found = { $found } { $currency }, { $first ->
        [disbursed] disbursed
        [committed] committed
        [planned] planned
        [transferred] transferred
       *[other] { $first }
    }{ $date ->
        [not-given] : the line has no date
       *[other] {" "}on { $date }: no exchange rate is in force on that day
    }{ $limit ->
        [not-given] .
       *[other] ; the first one of { $currency } is from { $limit }.
    }
    .expected = A rate of { $currency } that is in force on the day of the line. Rates never act backwards.
    .remedy = { $date ->
        [not-given] Fill in the date of the amount.
       *[other] Add the rate of { $currency } from { $date } or before to the table of rates.
    }
    .effect = Until then this amount is shown as reported and is in no sum.

# indicator; period: the one from which on it can be measured; [agency]: who answers for it
indicator-overdue =
    .found = { $indicator } can be measured since { $period }, and no value has come.
    .expected = {""}
    .remedy = { $agency ->
        [not-given] Ask whoever answers for it.
       *[other] Ask { $agency }.
    }
    .effect = Until then it is shown as overdue and is in no average.

# indicator; first, second: how two programmes define it
indicator-differs =
    .found = { $indicator } is not the same in all programmes: { $first }; { $second }.
    .expected = One kind and one unit.
    .remedy = Define it alike, or give one of them another code.
    .effect = Until then it is not brought together.

# first, second: programmes with their periods
periods-differ =
    .found = The programmes are not reported to the same period: { $first }; { $second }.
    .expected = One period.
    .remedy = Say which one with --period.
    .effect = Each programme's figures are to the end of its own period.
