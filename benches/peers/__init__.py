"""The product beside what others would use, in one sitting: the same pages, the same geocoder, the same machine.

`python -m benches.peers PEERS` needs the folder of the peers' programs (its README says who they are): the floor, which
does the least that can be done, the ordinary way through Prefect, dlt, and Scrapy. Ratios are quoted, never seconds alone.
"""
