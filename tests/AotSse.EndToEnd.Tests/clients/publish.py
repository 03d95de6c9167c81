# python3 publish.py URL COUNT: publishes COUNT events with the standard library alone, each once however often it must be sent.
import json
import sys
import time
import urllib.error
import urllib.request
import uuid


def publish(url, data, event):
    key = str(uuid.uuid4())
    while True:
        request = urllib.request.Request(f"{url}?event={event}", data=data.encode(), headers={"Idempotency-Key": f'"{key}"'})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return json.load(answer)["id"]
        except urllib.error.HTTPError as error:
            if error.code < 500:
                raise
            time.sleep(int(error.headers.get("Retry-After", 1)))
        except OSError:
            time.sleep(0.05)


url, count = sys.argv[1], int(sys.argv[2])
for number in range(count):
    print(publish(url, f'from Python: {number} äöü 😀\nsecond line', "state"), flush=True)
