# One image for web, worker, beat and the commands (docker-compose.yml).
FROM python:3.12-slim-bookworm

# LibreOffice turns papers into PDF and needs a Chinese font for it.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libreoffice-writer-nogui fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home mediation

WORKDIR /app
COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir -r requirements/run.txt
COPY . .
RUN python manage.py collectstatic --noinput && mkdir /data && chown mediation /data

USER mediation
ENV DATA_DIR=/data HOST=0.0.0.0 PYTHONUNBUFFERED=1
VOLUME /data
CMD ["gunicorn", "mediation.wsgi", "--config", "deploy/gunicorn.conf.py", "--bind", "0.0.0.0:8000"]
